import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const literalGetter = {
  selector: 'ObjectExpression > Property[kind="get"]',
  message: 'A literal with a getter is slow each time it is made: write a class.',
};

export default defineConfig(
  globalIgnores(['**/dist/', 'release/', 'client/schema.ts']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // A port that returns a promise has adapters with nothing to await.
      '@typescript-eslint/require-await': 'off',
      // TypeORM declares the options of its EntitySchema as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    },
  },
  { files: ['src/**'], rules: { 'no-console': 'error' } },
  { files: ['src/**'], rules: { 'no-restricted-syntax': ['error', literalGetter] } },
  {
    files: ['src/**'],
    ignores: ['src/infrastructure/{persistence,django,rate-limits}/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        literalGetter,
        ...['Literal[value=', 'TemplateElement[value.raw='].map((text) => ({
          selector: `${text}/^\\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|PRAGMA) /]`,
          message: 'SQL belongs to the stores: ask a port.',
        })),
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off', // expect(…).to.be.true
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/*.{js,cjs,mjs}'], extends: [tseslint.configs.base] },
);
