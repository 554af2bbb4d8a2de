import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** The whole browser, and one without windows, which takes a fourth less CPU. */
const places = { whole: '/usr/bin/chromium', headless: '/usr/bin/chromium-headless-shell' };

/**
 * Starts the system's Chromium; where there is none, the suite is skipped, but not in CI.
 * @param needs `whole` for what the one without windows has not: notifications and what is installed.
 */
export async function launchChromium(
  suite: Mocha.Context,
  needs: keyof typeof places = 'headless',
): Promise<Browser> {
  const executablePath =
    process.env['CHROMIUM'] ?? (existsSync(places[needs]) ? places[needs] : places.whole);
  if (!existsSync(executablePath)) {
    if (process.env['CI'] !== undefined) throw new Error(`There is no Chromium at ${executablePath}.`);
    console.warn(
      `      Skipped: there is no Chromium at ${executablePath} (apt-get install chromium, or set CHROMIUM).`,
    );
    suite.skip();
  }
  return chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
      // A page of a test does not live long enough for what other threads would make of its scripts.
      '--js-flags=--single-threaded',
    ],
  });
}
