import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

/** Where the page lies, from the root of the repository. */
export const licencesFile = 'docs/licences.md';

/** What a company can take without asking its lawyers: permissive licences alone. */
const permissive = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC-BY-4.0', // of data (caniuse-lite), which the panel's build reads
]);

/**
 * libvips, which `sharp` loads as a shared library. Its licence asks that it can be replaced, and nothing of the program
 * that loads it (ADR 30).
 */
export const replaceable = /^@img\/sharp-/;

/** Packages that name their licence in a way that npm does not read; looked up in their files. */
const readByHand: Readonly<Record<string, string>> = {
  '@adminjs/express': 'MIT',
  'passport-strategy': 'MIT',
  pause: 'MIT',
};

/** What the build bundles into the panel and the chat page, of what is not installed for production. */
const bundled = [
  'adminjs',
  '@adminjs/design-system',
  '@adminjs/express',
  '@adminjs/typeorm',
  'react',
  'react-dom',
  'react-redux',
  'react-router-dom',
  'preact',
  'linkify-it',
];

/** What these need to make bundles themselves, which Duet's build does for them. */
const leftOut = /^(@babel\/.*|@rollup\/.*|rollup.*|ora|commander|express-formidable)$/;

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

export interface Licensed {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** Every package that an install for production brings, installed or in a bundle, by name, with its licence. */
export async function shippedPackages(): Promise<readonly Licensed[]> {
  const found = new Map<string, Licensed>();
  for (const { name, version, licence } of await shippedFolders()) {
    found.set(`${name} ${version}`, { name, version, licence });
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The same with the folder of each; several may have the same package. */
export async function shippedFolders(): Promise<readonly (Licensed & { readonly folder: string })[]> {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, LockedPackage>>;
  };
  const inBundles = bundledFolders(packages);
  return Object.entries(packages)
    .filter(([folder, { dev, link }]) => {
      const isShipped = dev !== true || inBundles.has(folder);
      return folder.includes('node_modules/') && isShipped && link !== true;
    })
    .map(([folder, { version = '', license }]) => {
      const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return { folder, name, version, licence: readByHand[name] ?? license ?? 'unknown' };
    });
}

/** The folders of all that the bundles may contain: what is bundled, and what that rests on. */
function bundledFolders(packages: Readonly<Record<string, LockedPackage>>): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string, from: string): void => {
    const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
    const locked = packages[path];
    if (locked === undefined) {
      if (from !== '') add(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))));
      return;
    }
    if (found.has(path) || locked.link === true || leftOut.test(name)) return;
    found.add(path);
    for (const needed of Object.keys(locked.dependencies ?? {})) add(needed, path);
  };
  for (const name of bundled) add(name, '');
  return found;
}

/** Whether everything in an SPDX expression with AND is permissive, or one of its choices with OR. */
export function isPermissive(licence: string): boolean {
  const names = licence.replace(/[()]/g, '');
  return names.split(' OR ').some((choice) => choice.split(' AND ').every((name) => permissive.has(name)));
}

/** The page, in Markdown. */
export async function licencesPage(): Promise<string> {
  const packages = await shippedPackages();
  const counts = new Map<string, number>();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const summary = [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([licence, count]) => `| ${licence} | ${count} |`);
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  const page = `<!-- Made by \`npm run docs\` from package-lock.json. -->

# Licences of what is shipped

An install for production (\`npm install duet-messaging\`, the image) brings these ${packages.length} packages, installed or in the bundles of the panel and the chat page. A test refuses a package whose licence is not permissive, but for the shared library of \`sharp\` (LGPL), which can be replaced.

| licence | packages |
| --- | --- |
${summary.join('\n')}

| package | version | licence |
| --- | --- | --- |
${rows.join('\n')}
`;
  return format(page, { ...(await resolveConfig(licencesFile)), parser: 'markdown' });
}
