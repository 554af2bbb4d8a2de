import { expect } from 'chai';
import { ESLint, Linter } from 'eslint';
import { resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');

describe('A restriction of ESLint', function () {
  this.timeout(60_000);
  const eslint = new ESLint({ cwd: project });

  /** What one of the project's rules says of a file with this text. */
  async function complaints(file: string, text: string, rule = 'no-restricted-syntax'): Promise<string[]> {
    const config = (await eslint.calculateConfigForFile(resolve(project, file))) as {
      rules: Record<string, Linter.RuleEntry>;
    };
    const rules = Object.entries(config.rules).filter(([name]) => name === rule);
    const found = new Linter().verify(text, [{ rules: Object.fromEntries(rules) }]);
    return found.map(({ message }) => message);
  }

  const statements = [
    'const text = "SELECT 1";',
    'const text = `\n  DELETE FROM users WHERE id = ${id}`;',
    "store.query('UPDATE users SET role = ?');",
    "const text = 'INSERT INTO users VALUES (?)';",
    "const text = 'WITH last AS (SELECT 1) SELECT * FROM last';",
    "const text = 'PRAGMA user_version';",
  ];

  it('leaves the console to scripts: the service has a log', async () => {
    const text = "console.log('planted');";
    for (const place of ['application/live', 'infrastructure/http', 'composition']) {
      expect(await complaints(`src/${place}/planted.ts`, text, 'no-console')).to.have.length(1);
    }
    expect(await complaints('scripts/planted.ts', text, 'no-console')).to.deep.equal([]);
  });

  it('leaves SQL to the stores', async () => {
    for (const place of [
      'infrastructure/admin',
      'infrastructure/http',
      'composition/modules',
      'application/admin',
    ]) {
      for (const text of statements) {
        expect(await complaints(`src/${place}/planted.ts`, text), text).to.have.length(1);
      }
      expect(await complaints(`src/${place}/planted.ts`, "const label = 'Select a user';")).to.deep.equal([]);
    }
    for (const text of statements) {
      expect(await complaints('src/infrastructure/persistence/sql/planted.ts', text)).to.deep.equal([]);
    }
  });

  it('leaves getters to classes, also in the stores', async () => {
    const text = 'const links = (find) => ({ get base() { return find(); } });';
    for (const place of ['infrastructure/http', 'infrastructure/persistence/sql']) {
      expect(await complaints(`src/${place}/planted.js`, text)).to.have.length(1);
      const ofClass = 'class Links { get base() { return this.find(); } }';
      expect(await complaints(`src/${place}/planted.js`, ofClass)).to.deep.equal([]);
    }
  });
});
