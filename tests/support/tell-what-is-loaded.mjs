import { register } from 'node:module';

// For --import: prints the address of each module that is loaded, a line each, on standard error.
const hooks = `
import { writeSync } from 'node:fs';
export function load(url, context, next) {
  writeSync(2, 'loaded ' + url + '\\n');
  return next(url, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
