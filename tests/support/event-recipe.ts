import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = join(import.meta.dirname, '..', '..', 'docs', 'events.md');

/** A recipe of docs/events.md, by the comment before it, as it stands there. */
export function eventRecipe(comment: string): string {
  const pattern = new RegExp(`<!-- ${comment} -->\\s*\`\`\`js\\n([^]*?)^\`\`\`$`, 'm');
  const recipe = pattern.exec(readFileSync(page, 'utf8'))?.[1];
  if (recipe === undefined) throw new Error(`docs/events.md has no recipe marked <!-- ${comment} -->.`);
  return recipe;
}
