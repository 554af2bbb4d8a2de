import { DomainError } from '../errors.js';
import { hasCodePoints, isStorable, isVisibleText } from '../text.js';

/** How somebody is shown to others, beside the username. Undefined: nothing is known. */
export interface Profile {
  readonly name: string | undefined;
  readonly avatarUrl: string | undefined;
}

export const nameRule = { min: 1, max: 100, text: '1 to 100 characters, of which one can be seen' } as const;

export const avatarUrlRule = {
  max: 2048,
  /** What a URL is written in (RFC 3986), and no password in front of the host. */
  pattern: /^[Hh][Tt][Tt][Pp][Ss]:\/\/[A-Za-z0-9.:[\]_-]+(?:[/?#][A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]*)?$/,
  text: 'an https URL of at most 2,048 characters',
} as const;

/**
 * Checks what is to be another; null and undefined are always right.
 * @throws DomainError `invalid_name` or `invalid_avatar_url`.
 */
export function checkProfile({
  name,
  avatarUrl,
}: {
  readonly name?: string | null | undefined;
  readonly avatarUrl?: string | null | undefined;
}): void {
  if (typeof name === 'string') checkName(name);
  if (typeof avatarUrl === 'string') checkAvatarUrl(avatarUrl);
}

export function isName(text: string): boolean {
  return hasCodePoints(text, nameRule.min, nameRule.max) && isStorable(text) && isVisibleText(text);
}

/** @throws DomainError `invalid_name`. */
export function checkName(name: string): void {
  if (!isName(name)) throw new DomainError('invalid_name', `A name is ${nameRule.text}.`);
}

/**
 * It is kept as it was given, and Duet never fetches it.
 * @throws DomainError `invalid_avatar_url`.
 */
export function checkAvatarUrl(text: string): void {
  const { max, pattern } = avatarUrlRule;
  if (text.length > max || !pattern.test(text) || !URL.canParse(text)) {
    throw new DomainError('invalid_avatar_url', `A picture is given as ${avatarUrlRule.text}.`);
  }
}
