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

/** Packages that name their licence in a way that npm does not read; looked up in their files. */
const readByHand: Readonly<Record<string, string>> = {
  '@adminjs/express': 'MIT',
  'passport-strategy': 'MIT',
  pause: 'MIT',
};

interface LockedPackage {
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

/** Every package that an install for production brings, by name, with its licence. */
export async function shippedPackages(): Promise<readonly Licensed[]> {
  const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const found = new Map<string, Licensed>();
  for (const [path, { version = '', license, dev, link }] of Object.entries(lock.packages)) {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (!path.includes('node_modules/') || dev === true || link === true) continue;
    found.set(`${name} ${version}`, { name, version, licence: readByHand[name] ?? license ?? 'unknown' });
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
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

An install for production (\`npm ci --omit=dev\`, the image) brings these ${packages.length} packages. A test refuses a package whose licence is not permissive.

| licence | packages |
| --- | --- |
${summary.join('\n')}

| package | version | licence |
| --- | --- | --- |
${rows.join('\n')}
`;
  return format(page, { ...(await resolveConfig(licencesFile)), parser: 'markdown' });
}
