import type { JSX } from 'preact';
import { chooseLanguage } from '../chosen-language.js';
import { language, languages, say } from '../language.js';

/** The page follows the browser's languages, until its reader chooses another one here. */
export function LanguageChoice(): JSX.Element {
  return (
    <select
      class="language"
      aria-label={say('language')}
      value={language().tag}
      onChange={({ currentTarget }) => void chooseLanguage(currentTarget.value)}
    >
      {languages().map(({ tag, name }) => (
        <option key={tag} value={tag} lang={tag}>
          {name}
        </option>
      ))}
    </select>
  );
}
