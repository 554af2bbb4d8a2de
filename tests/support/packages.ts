import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { once } from './once.js';
import { installed } from './process.js';

export interface Packages {
  /** What npm would publish, by the name of the package. */
  readonly tarballs: Readonly<Record<'duet-messaging' | 'duet-client', string>>;
  /** A folder outside of the repository in which both are installed. */
  readonly folder: string;
  readonly version: string;
}

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

interface Lock {
  readonly packages: Readonly<Record<string, Locked & Record<string, unknown>>>;
}

const execute = promisify(execFile);
const repository = join(import.meta.dirname, '..', '..');
const home = mkdtempSync(join(tmpdir(), 'duet-packages-'));

/** Compiled when the repository was installed, because that takes a minute. */
const natives = ['argon2', 'better-sqlite3'];

after(() => rmSync(home, { recursive: true, force: true }));

/**
 * Packs both packages from what is built, and installs them with npm where there is nothing else, as somebody would who
 * knows them from the registry: without development dependencies, and without the optional driver. The versions are those
 * of the repository's lockfile, so that npm has them in its cache.
 */
export const installedPackages: () => Promise<Packages> = once(async () => {
  await installed(); // which builds
  const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as Lock;
  const { version } = manifestOf('.');
  const tarballs = {
    'duet-messaging': await pack('.'),
    'duet-client': await pack('client'),
  };
  const folder = join(home, 'shop');
  mkdirSync(folder);
  const manifest = { private: true, type: 'module', dependencies: filesOf(tarballs) };
  const shipped = Object.entries(lock.packages).filter(
    ([path, { dev, link }]) => path.startsWith('node_modules/') && dev !== true && link !== true,
  );
  const own = Object.entries({ 'duet-messaging': '.', 'duet-client': 'client' }).map(([name, source]) => [
    `node_modules/${name}`,
    { ...manifestOf(source), resolved: `file:${tarballs[name as keyof typeof tarballs]}` },
  ]);
  const packages: unknown = { '': manifest, ...Object.fromEntries([...shipped, ...own]) };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
  const quick = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await execute('npm', ['ci', ...quick], { cwd: folder });
  rmSync(join(folder, 'node_modules', 'sqlite3'), { recursive: true }); // as where it cannot be compiled
  for (const name of natives) {
    const release = join('node_modules', name, 'build', 'Release');
    const isCompiled = (file: string) => !/\/obj|\.a$|\.deps/.test(file);
    cpSync(join(repository, release), join(folder, release), { recursive: true, filter: isCompiled });
  }
  return { tarballs, folder, version: version ?? '' };
});

async function pack(source: string): Promise<string> {
  const { stdout } = await execute(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', home],
    {
      cwd: join(repository, source),
      maxBuffer: 16_777_216,
    },
  );
  const [{ filename } = { filename: '' }] = JSON.parse(stdout) as { filename: string }[];
  return join(home, filename);
}

function filesOf(tarballs: Packages['tarballs']): Record<string, string> {
  return Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]));
}

/** What a lockfile repeats of a package.json. */
function manifestOf(source: string) {
  const manifest = JSON.parse(readFileSync(join(repository, source, 'package.json'), 'utf8')) as Locked &
    Record<string, unknown>;
  const {
    version,
    dependencies,
    optionalDependencies,
    bin,
    engines,
    peerDependencies,
    peerDependenciesMeta,
  } = manifest;
  return {
    version,
    dependencies,
    optionalDependencies,
    bin,
    engines,
    peerDependencies,
    peerDependenciesMeta,
  };
}
