// Everything but the tests: types, style, formatting, architecture, and the build that the tests of processes and pages
// run. Two at a time, because each needs a processor and up to two gigabytes; style in two parts, so that the longest is
// no longer than the others together.
import { sideBySide } from './side-by-side.mjs';

const npm = (script) => ['npm', 'run', '--silent', script];
/** With a large young generation: most of what the linter makes is garbage soon, and collecting it took a seventh of its CPU. */
const lint = (...what) => [
  process.execPath,
  ...['--max-semi-space-size=128', 'node_modules/eslint/bin/eslint.js', '--max-warnings', '0'],
  ...what,
];

await sideBySide(
  {
    lint: lint('.', '--ignore-pattern', 'tests/'),
    'lint of the tests': lint('tests'),
    formatting: npm('format:check'),
    build: npm('build'),
    types: npm('typecheck'),
    architecture: npm('architecture'),
  },
  2,
);
