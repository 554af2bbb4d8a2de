import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { sizingFile, sizingPage } from './sizing-page.js';

// npm run sizing

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const page = await sizingPage();
process.stdout.write(/<!-- sizing -->\n([^]*)<!-- \/sizing -->/.exec(page)?.[1] ?? '');
if (values.write) await writeFile(sizingFile, page);
