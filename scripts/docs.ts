import { writeFile } from 'node:fs/promises';
import { errorsFile, errorsPage } from './errors-page.js';

// npm run docs

await writeFile(errorsFile, await errorsPage());
