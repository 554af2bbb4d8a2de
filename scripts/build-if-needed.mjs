// Before `npm start`: brings dist/ up to date where sources and compiler are at hand. An install without
// development dependencies runs the dist/ it was shipped with.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const tsc = 'node_modules/typescript-7/bin/tsc';

if (existsSync('src') && existsSync(tsc)) {
  for (const step of [
    [tsc, '-b', 'tsconfig.build.json', 'client'],
    ['scripts/bundle-admin.mjs'],
    ['scripts/bundle-panel.mjs'],
    ['scripts/bundle-programs.mjs'],
    ['scripts/bundle-web.mjs'],
  ]) {
    const { status } = spawnSync(process.execPath, step, { stdio: 'inherit' });
    process.exitCode = status ?? 1;
    if (process.exitCode !== 0) break;
  }
}
