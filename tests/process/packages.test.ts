import { readFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { expect } from 'chai';
import { build as bundle } from 'esbuild';
import type { Browser } from 'playwright-core';
import { publint } from 'publint';
import ts from 'typescript';
import { build as buildByVite } from 'vite';
import { launchChromium } from '../support/chromium.js';
import { installedPackages, type Packages } from '../support/packages.js';
import { processSuite, start, type Process } from '../support/process.js';

processSuite('The packages, installed in an empty folder', () => {
  let packages: Packages;
  let service: Process;
  let browser: Browser | undefined;
  let shop: Server | undefined;
  const bin = join('node_modules', '.bin', 'duet-messaging');
  const run = (...words: string[]) => start([bin, ...words], {}, undefined, packages.folder).ended;

  before(async () => {
    packages = await installedPackages();
    mkdirSync(join(packages.folder, 'page'));
    shop = createServer((request, response) => {
      const path = request.url === '/' ? '/index.html' : (request.url ?? '');
      const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
      response.setHeader('Content-Type', type).end(readFileSync(join(packages.folder, 'page', 'dist', path)));
    });
    await new Promise<void>((resolve) => shop?.listen(0, '127.0.0.1', resolve));
    const env = { ADMIN: 'on', CORS_ORIGINS: addressOf(shop) };
    service = await start([bin], env, undefined, packages.folder).listening();
  });

  after(async () => {
    await browser?.close();
    shop?.closeAllConnections();
    shop?.close();
  });

  for (const name of ['duet-messaging', 'duet-client'] as const) {
    it(`${name} is packed as publint and arethetypeswrong ask for`, async () => {
      const tarball = new Uint8Array(readFileSync(packages.tarballs[name]));
      const { messages } = await publint({ pack: { tarball: tarball.buffer }, strict: true });
      expect(messages).to.deep.equal([]);
      const analysis = await checkPackage(createPackageFromTarballData(tarball));
      // It is ESM; node10 knows no exports, and CommonJS gets it by import() or a Node that requires ESM.
      const expected = /^(node10|node16-cjs)$/;
      const problems = (analysis.types === false ? [] : analysis.problems).filter(
        (problem) => !('resolutionKind' in problem) || !expected.test(problem.resolutionKind),
      );
      expect(analysis.types, 'types').not.to.equal(false);
      expect(problems).to.deep.equal([]);
    });
  }

  it('bring no development dependency, and not what the build has bundled', () => {
    const lock = JSON.parse(
      readFileSync(join(packages.folder, 'node_modules', '.package-lock.json'), 'utf8'),
    ) as {
      packages: Record<string, unknown>;
    };
    const unwanted = /node_modules\/(adminjs|@adminjs|react.*|@babel|rollup|typescript|@tiptap)(\/|$)/;
    expect(Object.keys(lock.packages).filter((path) => unwanted.test(path))).to.deep.equal([]);
  });

  it('say their version and commands, and refuse what is none in one line', async () => {
    expect((await run('--version')).stdout).to.equal(`${packages.version}\n`);
    const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
      info: { version: string };
    };
    expect(document.info.version).to.equal(packages.version);
    const { stdout: help } = await run('--help');
    for (const word of [
      'start',
      'db load',
      'db migrate-to',
      'attachments copy',
      'key create',
      'user deactivate',
    ]) {
      expect(help).to.contain(`duet-messaging ${word} `);
    }
    for (const words of [['nonsense'], ['db'], ['start', 'now'], ['key', 'lose']]) {
      const { code, stdout, stderr } = await run(...words);
      expect({ code, stdout }, words.join(' ')).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr).to.match(/^[^\n]*--help\n$/);
    }
    const wrong = await run('db', 'backup');
    expect(wrong.code).to.equal(2);
    expect(wrong.stderr).to.contain('write duet-messaging db backup FILE');
  });

  it('have the tools, on the database in the folder', async () => {
    const made = await run('key', 'create', 'shop');
    expect(made.stdout).to.match(/^duet_[\w-]+\n$/);
    const answer = await fetch(`${service.url}/api/v1/users?search=test1`, {
      headers: { Authorization: `Bearer ${made.stdout.trim()}` },
    });
    expect(answer.status).to.equal(200);
    expect((await run('user', 'deactivate', 'nobody')).stderr).to.contain('there is no user nobody');
  });

  it('say clearly that the optional driver is not there, when it is asked for', async () => {
    const env = { DATABASE_URL: 'sqlite3:other.sqlite' };
    const { code, stderr } = await start([bin], env, undefined, packages.folder).ended;
    expect(code).to.equal(1);
    expect(stderr).to.match(/^Duet cannot start: [^\n]*npm install sqlite3[^\n]*\n$/);
  });

  it('talk to each other from Node', async () => {
    const program = `
      import { Duet, ok } from 'duet-client';
      const duet = new Duet(${JSON.stringify(service.url)});
      await duet.logIn('test1', 'test1test1');
      const participants = (await ok(duet.api.GET('/api/v1/users', { params: { query: { search: 'test2' } } }))).results.map(({ id }) => id);
      const thread = await ok(duet.api.POST('/api/v1/threads', { body: { participants, key: 'node' } }));
      const events = duet.events({ onState: (state) => state === 'open' && duet.send(thread.id, 'from Node') });
      for await (const { event, data } of events) if (event === 'message.created') { console.log(data.text); break; }
    `;
    writeFileSync(join(packages.folder, 'talk.js'), program);
    const { stdout, stderr } = await start(['node', 'talk.js'], {}, undefined, packages.folder).ended;
    expect(stdout, stderr).to.equal('from Node\n');
  });

  it('talk to each other from a page that Vite has built, and the panel is there', async function () {
    const page = join(packages.folder, 'page');
    writeFileSync(
      join(page, 'index.html'),
      '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>',
    );
    writeFileSync(
      join(page, 'main.js'),
      `import { Duet, ok } from 'duet-client';
      const duet = new Duet(${JSON.stringify(service.url)});
      await duet.logIn('test1', 'test1test1');
      const [user] = (await ok(duet.api.GET('/api/v1/users', { params: { query: { search: 'test2' } } }))).results;
      const thread = await ok(duet.api.POST('/api/v1/threads', { body: { participants: [user.id], key: 'vite' } }));
      document.title = (await duet.send(thread.id, 'from Chromium')).text;`,
    );
    await buildByVite({ root: page, configFile: false, logLevel: 'silent', build: { target: 'es2022' } });
    browser = await launchChromium(this);
    const tab = await browser.newPage();
    tab.setDefaultTimeout(30_000);
    await tab.goto(addressOf(shop));
    await tab.waitForFunction(`document.title === 'from Chromium'`);

    await tab.goto(`${service.url}/admin`);
    await tab.getByLabel('Username').fill('admin');
    await tab.getByLabel('Password').fill('admin');
    await tab.getByRole('button', { name: 'Log in' }).click();
    await tab.getByTestId('dashboard').waitFor();
    await tab.goto(`${service.url}/admin/resources/Message`);
    await tab.getByText('from Chromium').first().waitFor();
  });

  it('run in an application of somebody else, and leave nothing behind in its process', async () => {
    const program = `
      import { createServer } from 'node:http';
      import { createDuet } from 'duet-messaging';
      const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)]).sort().join();
      const before = [JSON.stringify(process.env), listeners()];
      const duet = await createDuet({ JWT_SECRET: 'x'.repeat(32), DATABASE_URL: 'sqlite:embedded.sqlite' });
      const server = createServer(duet.handler).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const url = 'http://127.0.0.1:' + server.address().port;
      const statuses = [];
      for (const path of ['/readyz', '/', '/docs', '/metrics', '/admin/login']) statuses.push((await fetch(url + path)).status);
      const after = [JSON.stringify(process.env), listeners()];
      await duet.close();
      server.close();
      server.closeAllConnections();
      console.log(JSON.stringify({ statuses, isSame: before.join() === after.join(), before, after }));
    `;
    writeFileSync(join(packages.folder, 'host.js'), program);
    const { code, stdout, stderr } = await start(['node', 'host.js'], {}, undefined, packages.folder).ended;
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const { statuses, isSame } = JSON.parse(stdout) as { statuses: number[]; isSame: boolean };
    expect(statuses).to.deep.equal([200, 200, 200, 200, 200]);
    expect(isSame, stdout).to.equal(true);
  });

  it('let somebody write a store in a folder of their own, which passes the contract', async () => {
    for (const name of ['chai', 'mocha']) {
      symlinkSync(resolve('node_modules', name), join(packages.folder, 'node_modules', name));
    }
    const suite = `
      import { describeStore, InMemoryStore } from 'duet-messaging/testing';
      /** Counts what is done. */
      class CountingStore extends InMemoryStore {
        static runs = 0;
        run(...work) {
          CountingStore.runs += 1;
          return super.run(...work);
        }
      }
      const open = async (options) => {
        const unitOfWork = new CountingStore(options);
        return { unitOfWork, close: () => unitOfWork.close() };
      };
      describeStore('counting', open, { forPanel: false });
      after(() => console.log('runs: ' + CountingStore.runs));
    `;
    writeFileSync(join(packages.folder, 'counting-store.test.js'), suite);
    const mocha = ['node', 'node_modules/mocha/bin/mocha.js', '--reporter', 'dot', 'counting-store.test.js'];
    const { code, stdout } = await start(mocha, {}, undefined, packages.folder).ended;
    expect(stdout).to.match(/^  [1-9]\d{2} passing/m);
    expect(stdout).to.match(/runs: [1-9]\d{2}/m);
    expect(code, stdout).to.equal(0);
  });

  it('duet-client is 8 kB at most, compressed, with all that it needs', async () => {
    const { outputFiles } = await bundle({
      stdin: { contents: `export * from 'duet-client';`, resolveDir: packages.folder },
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      write: false,
    });
    expect(gzipSync(outputFiles[0]!.contents).length).to.be.below(8000);
  });

  // nodenext resolves as node16 does, which arethetypeswrong looks at.
  for (const [name, moduleKind, moduleResolution] of [
    ['node16', ts.ModuleKind.Node16, ts.ModuleResolutionKind.Node16],
    ['bundler', ts.ModuleKind.ESNext, ts.ModuleResolutionKind.Bundler],
  ] as const) {
    it(`duet-client has types that hold under ${name}`, () => {
      const file = join(packages.folder, `${name}.ts`);
      writeFileSync(
        file,
        `import { Duet, ok } from 'duet-client';
        const duet = new Duet('http://localhost:3000');
        const thread = await ok(duet.api.GET('/api/v1/threads/{thread}', { params: { path: { thread: 1 } } }));
        export const text: string | undefined = thread.last_message?.text;
        // @ts-expect-error there is no such field
        export const no: string = thread.nonsense;
        ${name === 'bundler' ? '' : embedding}
        export {};`,
      );
      const options = {
        module: moduleKind,
        moduleResolution,
        target: ts.ScriptTarget.ES2022,
        lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
        types: [],
        strict: true,
        noEmit: true,
      };
      const program = ts.createProgram([file], options, hostThatKeepsLibraries(options));
      const entry = /\/(client\/dist|duet-client\/dist)\/(index|events|session|problem)\.d\.ts$/;
      const files = program
        .getSourceFiles()
        .filter(({ fileName }) => fileName === file || entry.test(fileName));
      expect(files.length).to.equal(5);
      const problems = files
        .flatMap((one) => [...program.getSyntacticDiagnostics(one), ...program.getSemanticDiagnostics(one)])
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
      expect(problems).to.deep.equal([]);
    });
  }
});

/** What is typed of Duet in an application that embeds it. */
const embedding = `
  import { createDuet, type Clock, type DuetOptions } from 'duet-messaging';
  const clock: Clock = { now: () => new Date(0), elapsed: () => 0 };
  const options: DuetOptions = { JWT_SECRET: 'x', RATE_LIMIT: false, CORS_ORIGINS: ['https://shop.example'], clock };
  const { useCases } = await createDuet(options);
  export const id: Promise<number> = useCases.getAccount
    .execute({ caller: { id: 1, role: 'admin' }, user: 2 })
    .then(({ user }) => user.id);
  // @ts-expect-error there is no such setting
  await createDuet({ JWT_SECERT: 'x' });
`;

const isLibrary = (file: string) => /\/typescript\/lib\//.test(file);
const libraries = new Map<string, ts.SourceFile | undefined>();

/** TypeScript's own files are the same each time, and most of the work. */
function hostThatKeepsLibraries(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) => {
    if (!isLibrary(file)) return read(file, ...rest);
    if (!libraries.has(file)) libraries.set(file, read(file, ...rest));
    return libraries.get(file);
  };
  return host;
}

function addressOf(server: Server | undefined): string {
  return `http://127.0.0.1:${(server?.address() as AddressInfo).port}`;
}
