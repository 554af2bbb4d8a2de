import { turnTo } from './language.js';
import { storage } from './storage.js';

const place = 'duet.language';

/** What was chosen here, what the address asks for (`?lang=de`), what the browser prefers: the first that there is. */
export function wantedLanguages(): readonly string[] {
  const asked = [storage.get(place), new URLSearchParams(location.search).get('lang')];
  const { languages } = navigator;
  // Dates and numbers are written as the reader writes them, if the browser names a kind of the language.
  const kindsOf = (tag: string) => [...languages.filter((kind) => kind.startsWith(`${tag}-`)), tag];
  return [...asked.flatMap((tag) => (tag === null ? [] : kindsOf(tag))), ...languages];
}

/** For this browser, until another one is chosen. */
export async function chooseLanguage(tag: string): Promise<void> {
  storage.set(place, tag);
  await turnTo(wantedLanguages());
}
