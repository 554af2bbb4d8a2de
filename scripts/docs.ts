import { writeFile } from 'node:fs/promises';
import { errorsFile, errorsPage } from './errors-page.js';
import { licencesFile, licencesPage } from './licences-page.js';

// npm run docs

await writeFile(errorsFile, await errorsPage());
await writeFile(licencesFile, await licencesPage());
