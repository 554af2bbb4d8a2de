const { readFileSync, writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters, Runner } = require('mocha');

/**
 * Mocha's spec reporter, closing with one line that a CI reads: `N passed, N failed, N skipped`. Before it come the
 * seconds of each file, the longest first. The file that DUET_TEST_DURATIONS names gets them, too, with the seconds of
 * CPU that each file took, and those before the first test.
 */
module.exports = class SpecWithTotals extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    this.files = new Map();
    this.starting = cpu();
    this.last = { seconds: performance.now() / 1000, cpu: this.starting };
    const count = (file) => {
      const now = { seconds: performance.now() / 1000, cpu: cpu() };
      if (file !== undefined) {
        const name = sourceOf(relative(process.cwd(), file));
        const taken = this.files.get(name) ?? { seconds: 0, cpu: 0 };
        taken.seconds += now.seconds - this.last.seconds;
        taken.cpu += now.cpu - this.last.cpu;
        this.files.set(name, taken);
      }
      this.last = now;
    };
    runner.on(Runner.constants.EVENT_TEST_END, ({ file }) => count(file));
    runner.on(Runner.constants.EVENT_SUITE_END, ({ file }) => count(file)); // what its hooks took
  }

  epilogue() {
    super.epilogue();
    const { starting } = this;
    const ending = cpu() - this.last.cpu; // of what the files shared, and has ended
    const files = [...this.files].toSorted(([, a], [, b]) => b.seconds - a.seconds);
    for (const [file, { seconds }] of files)
      if (seconds >= 1) console.log(`${seconds.toFixed(1).padStart(7)} s  ${file}`);
    const { DUET_TEST_DURATIONS: durations } = process.env;
    if (durations !== undefined)
      writeFileSync(durations, JSON.stringify({ files: Object.fromEntries(files), starting, ending }));
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
};

/** `npm test` compiles the tests: see scripts/compile-tests.mjs. */
function sourceOf(file) {
  return file.replace(/^node_modules\/\.cache\/tests\/(.+)\.js$/, '$1.ts');
}

/**
 * The seconds of CPU that this process took, and those that it started and that have ended. The processes of Chromium's
 * pages are not among them: it does not wait for them, so Linux adds them to nobody's account.
 */
function cpu() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return ticks / 100;
  } catch {
    const { user, system } = process.cpuUsage(); // not on Linux: this process alone
    return (user + system) / 1e6;
  }
}
