import { turnTo } from './language.js';
import { storage } from './storage.js';

const place = 'duet.language';

/** What was chosen here, or what the browser prefers. */
export function wantedLanguages(): readonly string[] {
  const chosen = storage.get(place);
  if (chosen === null) return navigator.languages;
  return [...navigator.languages.filter((tag) => tag.startsWith(`${chosen}-`)), chosen];
}

/** For this browser, until another one is chosen. */
export async function chooseLanguage(tag: string): Promise<void> {
  storage.set(place, tag);
  await turnTo(wantedLanguages());
}
