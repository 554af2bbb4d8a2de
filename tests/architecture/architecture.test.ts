import { expect } from 'chai';
import { cruise, type ICruiseResult, type IDependency } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

type Plant = [file: string, imported: string];

/** For each rule, imports that break it. What is imported by a relative path gets planted as well. */
const plants: Record<string, Plant[]> = {
  'domain-imports-only-domain': [
    ['src/domain/planted.ts', 'node:crypto'],
    ['src/domain/planted.ts', 'p-limit'],
    ['src/domain/planted.ts', '../application/ports/planted.js'],
    ['src/domain/planted.ts', '../infrastructure/http/planted.js'],
  ],
  'application-imports-only-domain-and-application': [
    ['src/application/planted.ts', 'node:fs'],
    ['src/application/ports/planted.ts', 'p-limit'],
    ['src/application/planted.ts', '../infrastructure/http/planted.js'],
    ['src/application/planted.ts', '../composition/planted.js'],
  ],
  'adapters-do-not-know-each-other': [
    ['src/infrastructure/http/planted.ts', '../persistence/sql/planted.js'],
    ['src/infrastructure/persistence/in-memory/planted.ts', '../../auth/planted.js'],
    ['src/infrastructure/auth/planted.ts', '../planted.js'],
    ['src/infrastructure/planted.ts', './http/planted.js'],
  ],
  'stores-do-not-know-each-other': [
    ['src/infrastructure/persistence/sql/planted.ts', '../in-memory/planted.js'],
    ['src/infrastructure/persistence/in-memory/planted.ts', '../sql/planted.js'],
    ['src/infrastructure/persistence/planted.ts', './sql/planted.js'],
  ],
  'ports-know-no-use-case': [['src/application/ports/planted.ts', '../accounts/planted.js']],
  'subjects-know-only-what-they-rest-on': [
    ['src/application/accounts/planted.ts', '../conversation/planted.js'],
    ['src/application/conversation/planted.ts', '../privacy/planted.js'],
    ['src/application/live/planted.ts', '../admin/planted.js'],
  ],
  'sql-stores-know-only-what-they-share': [
    ['src/infrastructure/persistence/sqlite/planted.ts', '../postgres/planted.js'],
    ['src/infrastructure/persistence/postgres/planted.ts', '../in-memory/planted.js'],
    ['src/infrastructure/persistence/sqlite/planted.ts', '../copy/planted.js'],
  ],
  'http-machinery-does-not-know-the-api': [
    ['src/infrastructure/http/planted.ts', './api/planted.js'],
    ['src/infrastructure/http/pages/planted.ts', '../api/planted.js'],
  ],
  'nobody-imports-a-program': [['src/composition/planted.ts', './programs/planted.js']],
  'only-composition-knows-composition': [
    ['src/infrastructure/http/planted.ts', '../../composition/planted.js'],
    ['database/migrations/planted.ts', '../../src/composition/planted.js'],
  ],
  'only-composition-knows-inversify': [
    ['src/application/planted.ts', 'inversify'],
    ['src/infrastructure/http/planted.ts', 'inversify'],
    ['src/infrastructure/http/planted.ts', 'reflect-metadata'],
  ],
  'only-the-stores-know-their-drivers': [
    ['src/composition/planted.ts', 'typeorm'],
    ['src/infrastructure/persistence/planted.ts', 'typeorm'],
    ['src/infrastructure/persistence/in-memory/planted.ts', 'better-sqlite3'],
    ['src/infrastructure/http/planted.ts', 'sqlite3'],
  ],
  'only-the-edges-know-express': [
    ['src/infrastructure/persistence/planted.ts', 'express'],
    ['src/infrastructure/auth/planted.ts', 'helmet'],
    ['src/infrastructure/auth/planted.ts', 'express-session'],
  ],
  'only-the-edges-know-joi': [['src/infrastructure/persistence/planted.ts', 'joi']],
  'only-admin-knows-adminjs': [
    ['src/infrastructure/http/planted.ts', 'adminjs'],
    ['src/composition/planted.ts', '@adminjs/express'],
    ['src/infrastructure/http/planted.ts', 'react'],
  ],
  'only-metrics-knows-prom-client': [
    ['src/infrastructure/http/planted.ts', 'prom-client'],
    ['src/composition/planted.ts', 'prom-client'],
    ['src/infrastructure/persistence/planted.ts', 'prom-client'],
  ],
  'only-rate-limits-knows-its-library': [
    ['src/infrastructure/http/planted.ts', 'rate-limiter-flexible'],
    ['src/infrastructure/admin/planted.ts', 'rate-limiter-flexible'],
    ['src/composition/planted.ts', 'rate-limiter-flexible'],
  ],
  'only-auth-knows-passport': [
    ['src/infrastructure/http/planted.ts', 'passport'],
    ['src/composition/planted.ts', 'passport-jwt'],
  ],
  'only-auth-knows-tokens': [
    ['src/infrastructure/http/planted.ts', 'jose'],
    ['src/composition/planted.ts', 'jsonwebtoken'],
  ],
  'migrations-import-only-typeorm': [
    ['database/migrations/planted.ts', 'node:fs'],
    ['database/migrations/planted.ts', 'p-limit'],
    ['database/migrations/planted.ts', '../../src/domain/planted.js'],
  ],
  'client-imports-only-its-libraries': [
    ['client/planted.ts', '../src/domain/planted.js'],
    ['client/planted.ts', 'node:fs'],
    ['client/planted.ts', 'p-limit'],
  ],
  'chat-page-imports-only-the-client-and-preact': [
    ['web/planted.ts', '../src/domain/planted.js'],
    ['web/planted.ts', '../client/planted.js'],
    ['web/view/planted.ts', 'openapi-fetch'],
    ['web/planted.ts', 'node:fs'],
  ],
  'service-does-not-know-its-clients': [
    ['src/composition/planted.ts', '../../client/planted.js'],
    ['src/infrastructure/http/planted.ts', 'openapi-fetch'],
    ['src/infrastructure/http/planted.ts', '../../../web/planted.js'],
    ['src/infrastructure/http/planted.ts', 'preact'],
    ['database/migrations/planted.ts', '../../client/planted.js'],
  ],
  'production-does-not-know-tests': [
    ['src/composition/planted.ts', '../../tests/planted.js'],
    ['database/migrations/planted.ts', '../../tests/planted.js'],
  ],
  'production-imports-only-declared-dependencies': [
    ['src/composition/planted.ts', 'chai'],
    ['src/infrastructure/http/planted.ts', 'send'],
  ],
  'no-cycles': [
    ['src/domain/planted.ts', './planted-too.js'],
    ['src/domain/planted-too.ts', './planted.js'],
  ],
  'no-unresolvable-imports': [
    ['src/composition/planted.ts', 'no-such-package'],
    ['src/composition/planted.ts', 'typeorm/no-such-file.js'],
  ],
};

const statements: Record<string, (imported: string) => string> = {
  import: (imported) => `import '${imported}';`,
  'import type': (imported) => `import type {} from '${imported}';`,
  'export from': (imported) => `export * from '${imported}';`,
  'import()': (imported) => `await import('${imported}');`,
  'typeof import()': (imported) => `export type Planted = typeof import('${imported}');`,
};

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
      const folders = Object.values(plants).flatMap((planted) => planted.map(([file]) => dirname(file)));
      expect(folders.filter((folder) => !existsSync(join(project, folder)))).to.deep.equal([]);
    });
  });

  for (const [kind, statement] of Object.entries(statements)) {
    describe(`with violations planted by ${kind}`, () => {
      let tree: string;
      let result: ICruiseResult;

      before(async () => {
        tree = await mkdtemp(join(tmpdir(), 'duet-architecture-'));
        await cp(join(project, 'package.json'), join(tree, 'package.json'));
        await symlink(join(project, 'node_modules'), join(tree, 'node_modules'), 'junction');

        const files = new Map<string, string>();
        for (const [file, imported] of Object.values(plants).flat()) {
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

      for (const [rule, planted] of Object.entries(plants)) {
        it(`catches ${rule}`, () => {
          for (const plant of planted) {
            const caught = dependency(result, plant)?.rules;
            expect(caught, plant.join(' → ')).to.deep.include({ name: rule, severity: 'error' });
          }
        });
      }
    });
  }
});
