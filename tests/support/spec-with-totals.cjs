const { reporters } = require('mocha');

/** Mocha's spec reporter, closing with one line that a CI reads: `N passed, N failed, N skipped`. */
module.exports = class SpecWithTotals extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
};
