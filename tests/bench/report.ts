import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

// What the benchmarks have in common when they speak to people.

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** Replaces the progress line. */
export function progress(what: string): void {
  process.stderr.write(`\r\u001b[K${what}`);
}

export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}

/** The machine, the versions and the commit that figures belong to. */
export function circumstances(): string {
  const version = (name: string) =>
    (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const packages = ['better-sqlite3', 'sqlite3', 'typeorm', 'express'];
  const versions = packages.map((name) => `${name} ${version(name)}`).join(', ');
  return `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${versions}; after commit ${commit}.`;
}

/** Puts lines between the marks of this name in docs/benchmarks.md, in place of what stands there. */
export function writeReport(mark: string, lines: readonly string[]): void {
  const file = 'docs/benchmarks.md';
  const text = readFileSync(file, 'utf8');
  const block = [`<!-- ${mark} -->`, '', ...lines, '', `<!-- /${mark} -->`].join('\n');
  const replaced = text.replace(new RegExp(`<!-- ${mark} -->[^]*<!-- /${mark} -->`), () => block);
  if (!replaced.includes(block)) throw new Error(`${file} has no marks for ${mark}.`);
  writeFileSync(file, replaced);
}
