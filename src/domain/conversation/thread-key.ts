import { DomainError } from '../errors.js';

export const threadKeyRule = {
  min: 1,
  max: 100,
  pattern: /^[A-Za-z0-9._:/@+-]{1,100}$/,
  text: '1 to 100 of A–Z a–z 0–9 . _ : / @ + -',
} as const;

/**
 * Checks what a thread is about: a listing, an order, a case of the host application. Chosen when the thread is opened.
 * @throws DomainError `invalid_key`.
 */
export function checkThreadKey(key: string): void {
  if (!threadKeyRule.pattern.test(key)) {
    throw new DomainError('invalid_key', `A key is ${threadKeyRule.text}.`);
  }
}
