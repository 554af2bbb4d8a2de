import { sessionOf } from '../client/index.js';
import type { BrowserKeeper } from './browser-keeper.js';
import { say } from './language.js';

/**
 * Takes the token that the host application has put behind the `#` of a link to this page, as
 * `#token=…&refresh=…&thread=8`, the last two if it likes, and removes it from the address.
 * @param origins of the host application. Links from elsewhere are refused: by one, anybody could sign somebody else in
 * to an account of their own, and read what is written there.
 * @returns what to tell the user if the token was refused.
 */
export function takeHandedOver(keeper: BrowserKeeper, origins: readonly string[]): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1));
  const access = given.get('token');
  if (access === null) return undefined;
  const thread = given.get('thread');
  const isThread = thread !== null && /^\d+$/.test(thread);
  const { pathname, search } = location;
  history.replaceState(null, '', pathname + search + (isThread ? `#/${thread}` : ''));
  const from = URL.canParse(document.referrer) ? new URL(document.referrer).origin : '';
  if (!origins.includes(from)) return say('linkFromElsewhere');
  try {
    const session = sessionOf({ access, refresh: given.get('refresh') ?? undefined }, Date.now());
    keeper.save(undefined); // ends the session of other tabs, which may be somebody else's
    keeper.save(session);
    return undefined;
  } catch {
    return say('linkDamaged');
  }
}
