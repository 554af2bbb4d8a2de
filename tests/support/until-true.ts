import { until } from './client.js';

/**
 * Waits until an expression is true in a page. `waitForFunction` would evaluate it there again and again, which the
 * policy of our pages forbids: only the first look, by the debugger's protocol, is let through.
 */
export const untilTrue = (page: { evaluate(expression: string): Promise<unknown> }, expression: string) =>
  until(expression, async () => (await page.evaluate(expression)) === true);
