import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

/**
 * Bundles the page of the sources as they are, as `npm run build` does; unless `npm test` has built all, because then
 * others are using it.
 */
export function bundleChatPage(): void {
  if (process.env['DUET_TEST_BUILD'] !== undefined) return;
  const { status, stderr } = spawnSync(process.execPath, ['scripts/bundle-web.mjs'], { encoding: 'utf8' });
  expect(status, stderr).to.equal(0);
}
