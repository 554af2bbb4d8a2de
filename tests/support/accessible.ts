import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * No rule of axe-core's is broken. Waits for transitions to end first: halfway, a colour is one that nobody chose.
 * @param where what the message of a failure begins with.
 */
export async function expectAccessible(page: Page, where?: string): Promise<void> {
  // By the debugger's protocol, because the pages' policies let no script in.
  const faults = await page.evaluate(`(async () => {
    const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished));
    if (window.axe === undefined) { ${axe} }
    const { violations } = await window.axe.run({ resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) =>
      id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join('; '));
  })()`);
  expect(faults, where).to.deep.equal([]);
}
