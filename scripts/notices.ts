import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedFolders } from './licences-page.js';

// Writes dist/notices.txt: the licences of all that the build has bundled, which ask to go with every copy.

const texts = new Map<string, string[]>();
for (const { folder, name, version, licence } of await shippedFolders()) {
  if (!existsSync(folder)) continue; // for another system
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `Licence: ${licence}` : readFileSync(join(folder, file), 'utf8').trim();
  texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
}
const parts = [...texts].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
writeFileSync('dist/notices.txt', parts.join(`\n${'─'.repeat(60)}\n\n`));
