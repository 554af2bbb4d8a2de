import type { Profile } from './profile.js';

// A profile follows two sides: the tokens of the issuer, and what is said in Duet, by the user or for them. The latest
// word wins. A token is shown again and again, though, and says the same each time: that is no new word.

/** What tokens said last of a user's profile. */
export interface Claims extends Profile {
  /** Only a token that was issued then or later has news: earlier ones are older than what somebody has said since. */
  readonly since: Date;
}

interface Described extends Profile {
  readonly claims: Claims | undefined;
}

/**
 * What a token makes of a profile.
 * @param said what it says; undefined where it says nothing.
 * @param issued when it was made.
 * @returns undefined if it has no news.
 */
export function heed(
  { name, avatarUrl, claims }: Described,
  said: Profile,
  issued: Date,
): Described | undefined {
  if (claims !== undefined && issued < claims.since) return undefined;
  const newName = said.name === claims?.name ? undefined : said.name;
  const newUrl = said.avatarUrl === claims?.avatarUrl ? undefined : said.avatarUrl;
  if (newName === undefined && newUrl === undefined) return undefined;
  return {
    name: newName ?? name,
    avatarUrl: newUrl ?? avatarUrl,
    claims: {
      name: said.name ?? claims?.name,
      avatarUrl: said.avatarUrl ?? claims?.avatarUrl,
      since: issued,
    },
  };
}

/** What somebody says here makes of a profile: null takes away, undefined says nothing. */
export function described(
  { name, avatarUrl, claims }: Described,
  change: { readonly name?: string | null | undefined; readonly avatarUrl?: string | null | undefined },
  now: Date,
): Described {
  if (change.name === undefined && change.avatarUrl === undefined) return { name, avatarUrl, claims };
  const since = new Date(Math.floor(now.getTime() / 1000) * 1000); // as exactly as tokens tell it
  return {
    name: change.name === undefined ? name : (change.name ?? undefined),
    avatarUrl: change.avatarUrl === undefined ? avatarUrl : (change.avatarUrl ?? undefined),
    claims: { name: claims?.name, avatarUrl: claims?.avatarUrl, since },
  };
}
