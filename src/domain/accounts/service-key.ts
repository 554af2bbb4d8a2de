import { DomainError } from '../errors.js';

/** By what a program of the host application proves that it is one. The key itself is not kept. */
export interface ServiceKey {
  readonly id: number;
  /** What the service is called in the log, the metrics and the audit trail. */
  readonly name: string;
  /** Of the key: see `ServiceKeySource`. */
  readonly hash: string;
  readonly created: Date;
  /** To the minute or so; undefined if it was never used. */
  readonly lastUsed: Date | undefined;
}

export const serviceNameRule = {
  max: 64,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  text: '1 to 64 of A–Z a–z 0–9 . _ -, the first a letter or a digit',
} as const;

/** What all keys begin with, so that scanners for secrets know them. */
const prefix = 'duet_';

/** @param random characters of `A–Z a–z 0–9 _ -`, 32 or more. */
export function keyOf(random: string): string {
  return prefix + random;
}

/** Whether a bearer token means to be a service key: no JWT begins so. */
export function isServiceKey(token: string): boolean {
  return token.startsWith(prefix);
}

/** @throws DomainError `invalid_service_name`. */
export function checkServiceName(name: string): void {
  if (!serviceNameRule.pattern.test(name)) {
    throw new DomainError('invalid_service_name', `The name of a service is ${serviceNameRule.text}.`);
  }
}

export function serviceNameTaken(name: string): DomainError {
  return new DomainError(
    'service_name_taken',
    `There is a key of the name ${name}: choose another, or revoke that one.`,
  );
}

export function serviceKeyNotFound(name: string): DomainError {
  return new DomainError('service_key_not_found', `There is no key of the name ${name}.`);
}
