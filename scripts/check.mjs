// Everything but the tests: types, style, formatting, architecture, and the build that the tests of processes and pages
// run. Two at a time, because each is one thread and needs up to a gigabyte.
import { sideBySide } from './side-by-side.mjs';

const npm = (script) => ['npm', 'run', '--silent', script];

await sideBySide(
  {
    lint: npm('lint'),
    build: npm('build'),
    types: npm('typecheck'),
    formatting: npm('format:check'),
    architecture: npm('architecture'),
  },
  2,
);
