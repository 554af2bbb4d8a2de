const { appendFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters, Runner } = require('mocha');

/**
 * Mocha's spec reporter, closing with one line that a CI reads: `N passed, N failed, N skipped`. Before it come the
 * seconds of each file, the longest first; they also go to the file that DUET_TEST_DURATIONS names, if it does.
 */
module.exports = class SpecWithTotals extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    this.milliseconds = new Map();
    let last = performance.now();
    const count = (file) => {
      const now = performance.now();
      if (file !== undefined) {
        const name = relative(process.cwd(), file);
        this.milliseconds.set(name, (this.milliseconds.get(name) ?? 0) + now - last);
      }
      last = now;
    };
    runner.on(Runner.constants.EVENT_TEST_END, ({ file }) => count(file));
    runner.on(Runner.constants.EVENT_SUITE_END, ({ file }) => count(file)); // what its hooks took
  }

  epilogue() {
    super.epilogue();
    const seconds = [...this.milliseconds]
      .toSorted(([, a], [, b]) => b - a)
      .map(([file, taken]) => [file, Math.round(taken / 100) / 10]);
    for (const [file, taken] of seconds)
      if (taken >= 1) console.log(`${taken.toFixed(1).padStart(7)} s  ${file}`);
    const { DUET_TEST_DURATIONS: durations } = process.env;
    if (durations !== undefined)
      appendFileSync(durations, `${JSON.stringify(Object.fromEntries(seconds))}\n`);
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
};
