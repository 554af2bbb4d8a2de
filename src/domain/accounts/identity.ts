import { hasCodePoints, isStorable } from '../text.js';

/** Somebody as an outside issuer of tokens names them: its `iss`, and a name that it gives to nobody else. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** OpenID Connect Core, 2: a `sub` has at most 255 characters. */
export function isSubject(text: unknown): text is string {
  return typeof text === 'string' && hasCodePoints(text, 1, 255) && isStorable(text);
}
