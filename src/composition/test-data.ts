import { join } from 'node:path';
import { packageRoot } from './package-root.js';

/** The dump that a development database starts with. */
export const testData = join(packageRoot, 'database', 'dump', 'test-data.jsonl');

/** The passwords of its accounts. The README tells them to everybody. */
export const testPasswords = { admin: 'admin', test1: 'test1test1', test2: 'test2test2' };
