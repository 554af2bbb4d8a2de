import { DomainError } from '../errors.js';
import { hasCodePoints, isStorable } from '../text.js';

// The id of a user in the application that Duet serves, which is the `sub` of its tokens, too.

export const externalIdRule = {
  min: 1,
  /** OpenID Connect Core, 2: a `sub` has at most 255 characters. */
  max: 255,
  /** Neither controls nor what cannot be seen. Spaces, because some issuers name users by their directory's names. */
  pattern: /^(?! )(?:(?!\p{Default_Ignorable_Code_Point})[^\p{C}\p{Z}]| )+(?<! )$/u,
  text: '1 to 255 characters that can be seen, and spaces between them',
} as const;

export function isExternalId(text: unknown): text is string {
  return (
    typeof text === 'string' &&
    hasCodePoints(text, externalIdRule.min, externalIdRule.max) &&
    externalIdRule.pattern.test(text)
  );
}

/** Whether it may be put back. Tokens named users by any text at first, and those still come in. */
export function wasExternalId(text: string): boolean {
  return hasCodePoints(text, externalIdRule.min, externalIdRule.max) && isStorable(text);
}

/** @throws DomainError `invalid_external_id`. */
export function checkExternalId(text: string): void {
  if (!isExternalId(text)) {
    throw new DomainError('invalid_external_id', `An external id is ${externalIdRule.text}.`);
  }
}
