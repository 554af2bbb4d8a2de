import { readFileSync } from 'node:fs';

/** Code, database and log take a hundred; each client takes one more. */
const fewest = 256;

/** @throws Error if the system lets this process open so few files that it fails in strange places. */
export function requireOpenFiles(limits = limitsOfProcess()): void {
  const [, limit] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
  if (limit === undefined || Number(limit) >= fewest) return;
  throw new Error(
    `only ${limit} files may be open at once, and each connection takes one: raise the limit to ${fewest} at least, ` +
      'better to 65536 (ulimit -n, LimitNOFILE in systemd, --ulimit nofile in Docker).',
  );
}

/** Empty where there is no Linux. */
function limitsOfProcess(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
