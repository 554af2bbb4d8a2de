import { expect } from 'chai';
import { cruise, type ICruiseResult, type IDependency } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

type Plant = readonly [file: string, imported: string];

/** For each rule, one import that breaks it and no other. What is imported by a relative path gets planted as well. */
const plants: Readonly<Record<string, Plant>> = {
  'domain-imports-only-domain': ['src/domain/planted.ts', '../application/ports/planted.js'],
  'application-imports-only-domain-and-application': ['src/application/planted.ts', 'node:fs'],
  'adapters-do-not-know-each-other': [
    'src/infrastructure/http/planted.ts',
    '../persistence/in-memory/planted.js',
  ],
  'ports-know-no-use-case': ['src/application/ports/planted.ts', '../accounts/planted.js'],
  'subjects-know-only-what-they-rest-on': [
    'src/application/conversation/planted.ts',
    '../privacy/planted.js',
  ],
  'stores-do-not-know-each-other': [
    'src/infrastructure/persistence/in-memory/planted.ts',
    '../sql/planted.js',
  ],
  'sql-stores-know-only-what-they-share': [
    'src/infrastructure/persistence/sqlite/planted.ts',
    '../postgres/planted.js',
  ],
  'http-machinery-does-not-know-the-api': ['src/infrastructure/http/planted.ts', './api/planted.js'],
  'nobody-imports-a-program': ['src/composition/planted.ts', './programs/planted.js'],
  'only-composition-knows-composition': [
    'src/infrastructure/auth/planted.ts',
    '../../composition/modules/planted.js',
  ],
  'only-composition-knows-inversify': ['src/infrastructure/http/planted.ts', 'inversify'],
  'only-the-stores-know-their-drivers': ['src/infrastructure/admin/planted.ts', 'typeorm'],
  'only-the-edges-know-express': ['src/infrastructure/persistence/planted.ts', 'express'],
  'only-the-edges-know-joi': ['src/infrastructure/persistence/planted.ts', 'joi'],
  'only-admin-knows-adminjs': ['src/infrastructure/http/planted.ts', 'adminjs'],
  'only-metrics-knows-prom-client': ['src/composition/planted.ts', 'prom-client'],
  'only-auth-knows-passport': ['src/composition/planted.ts', 'passport-jwt'],
  'only-webhooks-knows-its-libraries': ['src/composition/planted.ts', 'standardwebhooks'],
  'only-attachments-knows-its-libraries': ['src/composition/planted.ts', 'sharp'],
  'only-auth-knows-tokens': ['src/infrastructure/http/planted.ts', 'jose'],
  'migrations-import-only-typeorm': ['database/migrations/planted.ts', 'p-limit'],
  'client-imports-only-its-libraries': ['client/planted.ts', '../src/domain/accounts/planted.js'],
  'chat-page-imports-only-the-client-and-its-libraries': ['web/planted.ts', '../client/planted.js'],
  'service-does-not-know-its-clients': [
    'src/infrastructure/http/pages/planted.ts',
    '../../../../client/planted.js',
  ],
  'production-does-not-know-tests': ['src/composition/planted.ts', '../../tests/planted.js'],
  'production-imports-only-declared-dependencies': ['src/composition/planted.ts', 'chai'],
  'no-cycles': ['src/domain/conversation/planted.ts', './planted.js'],
  'no-unresolvable-imports': ['src/composition/planted.ts', 'typeorm/no-such-file.js'],
};

/** The ways to import. The plants take turns at them. */
const statements: readonly ((imported: string) => string)[] = [
  (imported) => `import '${imported}';`,
  (imported) => `import type {} from '${imported}';`,
  (imported) => `export * from '${imported}';`,
  (imported) => `await import('${imported}');`,
  (imported) => `export type Planted = typeof import('${imported}');`,
];

const project = resolve(import.meta.dirname, '../..');

async function cruiseTree(baseDir: string): Promise<ICruiseResult> {
  const options = await extractDepcruiseOptions(join(project, '.dependency-cruiser.cjs'));
  const { output } = await cruise(['src', 'database', 'client', 'web'], { ...options, baseDir });
  return output as ICruiseResult;
}

function dependency(result: ICruiseResult, [file, imported]: Plant): IDependency | undefined {
  const name = imported.replace(/^node:/, '');
  return result.modules
    .find(({ source }) => source === file)
    ?.dependencies.find(({ module }) => module === name);
}

describe('architecture', function () {
  this.timeout(120_000);

  describe('of Duet', () => {
    let duet: ICruiseResult;
    before(async () => {
      duet = await cruiseTree(project);
    });

    it('breaks no rule', () => {
      const violations = duet.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
      expect(violations).to.deep.equal([]);
    });

    it('was seen whole, with the imports of types', () => {
      const sources = duet.modules.map(({ source }) => source);
      expect(sources.length).to.be.greaterThan(40);
      expect(sources).to.include.members([
        'src/composition/programs/main.ts',
        'src/domain/accounts/user.ts',
        'node_modules/typeorm/index.d.ts',
      ]);
      const typeOnly = dependency(duet, ['src/domain/conversation/message.ts', './participant-pair.js']);
      expect(typeOnly?.dependencyTypes).to.include('type-only');
    });

    it('has a plant for each rule, in a folder that exists', () => {
      expect(Object.keys(plants)).to.have.members(
        duet.summary.ruleSetUsed?.forbidden?.map(({ name }) => name) ?? [],
      );
      const folders = Object.values(plants).map(([file]) => dirname(file));
      expect(folders.filter((folder) => !existsSync(join(project, folder)))).to.deep.equal([]);
    });
  });

  describe('with a violation of each rule', () => {
    let tree: string;
    let result: ICruiseResult;

    before(async () => {
      tree = await mkdtemp(join(tmpdir(), 'duet-architecture-'));
      await cp(join(project, 'package.json'), join(tree, 'package.json'));
      await symlink(join(project, 'node_modules'), join(tree, 'node_modules'), 'junction');

      const files = new Map<string, string>();
      for (const [index, [file, imported]] of Object.values(plants).entries()) {
        const statement = statements[index % statements.length] as (typeof statements)[number];
        files.set(file, `${files.get(file) ?? ''}${statement(imported)}\n`);
        if (imported.startsWith('.')) {
          const importee = join(dirname(file), imported).replace(/js$/, 'ts');
          files.set(importee, files.get(importee) ?? 'export {};\n');
        }
      }
      for (const [file, text] of files) {
        await mkdir(join(tree, dirname(file)), { recursive: true });
        await writeFile(join(tree, file), text);
      }
      result = await cruiseTree(tree);
    });

    after(() => rm(tree, { recursive: true }));

    for (const [rule, plant] of Object.entries(plants)) {
      it(`catches that of ${rule}, and by no other rule`, () => {
        expect(dependency(result, plant)?.rules).to.deep.equal([{ name: rule, severity: 'error' }]);
      });
    }

    it('finds nothing else', () => {
      expect(result.summary.violations.map(({ rule }) => rule.name)).to.have.members(Object.keys(plants));
    });
  });
});
