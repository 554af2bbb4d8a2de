// Compiles the tests and what they import, file by file, for a run of all of them: a process that finds JavaScript
// starts with two thirds of the CPU that it takes with tsx. What stays in TypeScript is found through `import.meta`,
// which tells of the source.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';

/** Within node_modules, so that packages are found from it. */
const folder = 'node_modules/.cache/tests';
const sources = ['src', 'database', 'client', 'web', 'tests', 'docs', 'scripts'];
const tsconfigRaw = readFileSync('tsconfig.json', 'utf8');
const loaders = { '.ts': 'ts', '.tsx': 'tsx' };

/** @returns what a source has become. */
export const compiled = (source) => join(folder, source.replace(/\.tsx?$/, '.js'));

async function compile(source) {
  const loader = loaders[extname(source)];
  const to = compiled(source);
  mkdirSync(dirname(to), { recursive: true });
  if (loader === undefined) return copyFileSync(source, to);
  const path = resolve(source);
  const { code } = await transform(readFileSync(source, 'utf8'), {
    loader,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    tsconfigRaw,
    sourcefile: path,
    sourcemap: 'inline',
    sourcesContent: false,
    define: source.startsWith('web/') ? {} : placeOf(path),
  });
  writeFileSync(to, code);
}

/** The page alone imports by its own place: its languages, which are compiled, too. */
const placeOf = (path) => ({
  'import.meta.dirname': JSON.stringify(dirname(path)),
  'import.meta.url': JSON.stringify(pathToFileURL(path).href),
});

export async function compileTests() {
  rmSync(folder, { recursive: true, force: true });
  const files = sources
    .flatMap((name) => readdirSync(name, { recursive: true }).map((file) => join(name, file)))
    .filter((file) => !/\.d\.ts$|^client\/(dist|node_modules)\//.test(file))
    .filter((file) => /\.(tsx?|mjs|cjs|json)$/.test(file));
  await Promise.all(files.map(compile));
}
