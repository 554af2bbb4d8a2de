import type { JSX } from 'preact';
import { piecesOf } from '../links.js';
import { isEmojiOnly } from '../text.js';

/**
 * What a message says: links are links, and a few emoji alone are large.
 * @param isReached whether Tab gets to its links.
 */
export function MessageText({ text, isReached }: { text: string; isReached: boolean }): JSX.Element {
  return (
    <p class={isEmojiOnly(text) ? 'large-emoji' : undefined} dir="auto">
      {piecesOf(text).map(({ text: words, href }) =>
        href === undefined ? (
          words
        ) : (
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            title={hostToTell(href)}
            tabIndex={isReached ? undefined : -1}
          >
            {words}
          </a>
        ),
      )}
    </p>
  );
}

/** A host in other letters than a–z may only look like the one that it seems to be. */
function hostToTell(href: string): string | undefined {
  const { hostname } = new URL(href);
  return hostname.includes('xn--') ? hostname : undefined;
}
