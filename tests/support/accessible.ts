import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * No rule of axe-core's is broken. Waits for transitions to end first: halfway, a colour is one that nobody chose.
 * @param where what the message of a failure begins with.
 * @param part a selector of what is looked at, instead of the whole page.
 */
export async function expectAccessible(page: Page, where?: string, part?: string): Promise<void> {
  // By the debugger's protocol, because the pages' policies let no script in. Once for each document, because sending
  // and reading half a megabyte takes as long as an audit.
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(`${axe}; undefined`);
  const faults = await page.evaluate(`(async () => {
    const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
    await Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished));
    const { violations } = await axe.run(${part === undefined ? 'document' : JSON.stringify(part)}, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) =>
      id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join('; '));
  })()`);
  expect(faults, where).to.deep.equal([]);
}
