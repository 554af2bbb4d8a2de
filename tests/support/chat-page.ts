import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

/** Bundles the page of the sources as they are, as `npm run build` does. */
export function bundleChatPage(): void {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/bundle-web.mjs'], { encoding: 'utf8' });
  expect(status, stderr).to.equal(0);
}
