import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';

const executablePath = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr';

/** Starts the system's Firefox, by WebDriver BiDi; where there is none, the suite is skipped, but not in CI. */
export async function launchFirefox(suite: Mocha.Context): Promise<Browser> {
  if (!existsSync(executablePath)) {
    if (process.env['CI'] !== undefined) throw new Error(`There is no Firefox at ${executablePath}.`);
    console.warn(
      `      Skipped: there is no Firefox at ${executablePath} (apt-get install firefox-esr, or set FIREFOX).`,
    );
    suite.skip();
  }
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    extraPrefsFirefox: {
      'intl.accept_languages': 'en-GB',
      // It would look for updates and experiments, and tell how it is used.
      'app.normandy.enabled': false,
      'datareporting.policy.dataSubmissionEnabled': false,
      'extensions.update.enabled': false,
      'browser.safebrowsing.malware.enabled': false,
    },
  });
}
