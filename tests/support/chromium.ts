import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Starts the system's Chromium; where there is none, the suite is skipped, but not in CI. */
export async function launchChromium(suite: Mocha.Context): Promise<Browser> {
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
    ],
  });
}
