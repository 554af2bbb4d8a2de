import { DomainError } from '../errors.js';
import { hasCodePoints, isStorable } from '../text.js';
import type { Claims } from './claims.js';
import type { Profile } from './profile.js';
import { textOf, type UserReference } from './user-reference.js';

export type Role = 'user' | 'admin';

/** Who asks. A service asks as nobody, with an admin's rights, or in a user's name, with that user's rights. */
export type Caller = UserCaller | ServiceCaller;

/** On the strength of what something was allowed that goes on: when it ends, that has to. */
export type Basis = { readonly login: string } | { readonly serviceKey: number };

/** What a verified token and the user's present state amount to. */
export interface UserCaller {
  readonly id: number;
  readonly role: Role;
  /** When the token ends, for what goes on longer than a request. */
  readonly expires?: Date;
  /** The login that the token is of, where that is known. */
  readonly login?: string | undefined;
  /** The service that asks in this user's name. */
  readonly service?: string;
  /** What a stream of the caller's ends with, beside `expires`. */
  readonly basis?: Basis | undefined;
}

/** The host application's backend, by the name of its key. It is no user. */
export interface ServiceCaller {
  readonly id: undefined;
  readonly role: 'admin';
  readonly service: string;
  readonly expires?: undefined;
  readonly basis?: Basis;
}

/** The person who runs Duet's command-line tools. Has the database in hand, so may do what an admin may. */
export const operator = 'operator';

/** Who does something to others' accounts. */
export type Actor = Caller | typeof operator;

/** What others see of a user. */
export interface Participant extends Profile {
  readonly id: number;
  readonly username: string;
  readonly active: boolean;
}

export interface NewUser extends Profile {
  readonly username: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly active: boolean;
  readonly created: Date;
  /** The user's id in the application that Duet serves; undefined for who has none. Nobody else has it. */
  readonly externalId: string | undefined;
  /** What tokens of that application have said of the profile; undefined: nothing. */
  readonly claims: Claims | undefined;
}

/** What is not known of somebody who is only registered. */
export const unknownProfile = {
  name: undefined,
  avatarUrl: undefined,
  externalId: undefined,
  claims: undefined,
} as const;

export interface User extends NewUser {
  readonly id: number;
}

/** What services and admins see of an account. */
export interface Account {
  readonly user: Omit<User, 'passwordHash' | 'claims'>;
  readonly unreadCount: number;
}

/**
 * A digit, a sign, or a letter with its marks: scripts like Hindi, Thai and Burmese write vowels and tones as marks, five
 * after one letter at most. What Unicode calls default ignorable cannot be seen, so two names would look the same.
 */
const nameUnit =
  /[\p{Nd}@.+_-]|(?!\p{Default_Ignorable_Code_Point})\p{L}(?:(?!\p{Default_Ignorable_Code_Point})\p{M}){0,5}/u;

export const usernameRule = {
  min: 1,
  max: 150,
  pattern: new RegExp(`^(?:${nameUnit.source})+$`, 'u'),
  text: '1 to 150 letters, digits and @ . + - _',
} as const;

/**
 * In UTF-16 code units, and before anything else is done to a text: to normalise a long one costs more than its length.
 * Four times the limit of a name, because a decomposed letter has as many code points at most.
 */
const rawMax = 4 * usernameRule.max;

/** Stored in place of a password hash for an account without a password: no password matches it. */
export const noPassword = '!';

export const passwordRule = { min: 8, max: 128, text: '8 to 128 characters' } as const;

/**
 * The form in which a username is stored and shown: NFKC, as Django's `UsernameField` does it, so that
 * look-alike spellings of the same letters are the same name.
 * @throws DomainError `invalid_username`.
 */
export function parseUsername(text: string): string {
  const username = text.length > rawMax ? '' : text.normalize('NFKC');
  if (!hasCodePoints(username, usernameRule.min, usernameRule.max) || !usernameRule.pattern.test(username)) {
    throw new DomainError('invalid_username', `A username is ${usernameRule.text}.`);
  }
  return username;
}

/**
 * A username made of any text: what usernames do not have becomes `_`. Empty if the text is.
 * Leaves 40 characters to tell it from others.
 */
export function usernameLike(text: string): string {
  const units = new RegExp(`(${nameUnit.source})|[^]`, 'gu');
  const name = text
    .slice(0, rawMax)
    .normalize('NFKC')
    .replace(units, (_, unit?: string) => unit ?? '_');
  return Array.from(name)
    .slice(0, usernameRule.max - 40)
    .join('');
}

/**
 * What two usernames that differ only in case have in common. Names are unique, looked up and ordered by it.
 * Not lower case alone, because some letters (ı, ς, ſ) share only the upper one; and letter by letter at the end,
 * because a whole word's Σ would depend on its place.
 */
export function usernameKey(username: string): string {
  let key = '';
  // Lower case comes before upper case for the sake of ẞ, which is its own upper case, while ß has SS.
  for (const letter of username.normalize('NFKC').toLowerCase().toUpperCase()) key += letter.toLowerCase();
  return key;
}

/** The key by which a username is looked up, from what somebody has typed; undefined if nobody can have that name. */
export function lookupKey(username: string): string | undefined {
  return username.length <= rawMax && isStorable(username) ? usernameKey(username) : undefined;
}

/**
 * What a search is compared with, which begins so: username and name as `usernameKey` folds them, from each of their
 * words on. Nobody finds who was erased.
 */
export function searchKeys(user: Pick<User, 'id' | 'username' | 'name'>): readonly string[] {
  if (isErased(user)) return [];
  const texts = [user.username, ...(user.name === undefined ? [] : [user.name])].map(usernameKey);
  return [...new Set(texts.flatMap(fromEachWord))];
}

function fromEachWord(key: string): readonly string[] {
  const words = [...key.matchAll(/(?<![\p{L}\p{M}\p{N}])[\p{L}\p{N}]/gu)].map(({ index }) =>
    key.slice(index),
  );
  return [key, ...words].map(searchable);
}

/** A database indexes no texts that are longer, as a name of ligatures can be when they are written out. */
const searchableMax = 300;

function searchable(key: string): string {
  return key.length <= searchableMax ? key : Array.from(key).slice(0, searchableMax).join('');
}

/** What a `searchKeys` of who is looked for begins with; undefined if nobody's can. */
export function searchKey(search: string): string | undefined {
  const key = lookupKey(search);
  return key === undefined ? undefined : searchable(key);
}

/** What somebody who was erased is called: a name that nobody can choose, because names have no colon. */
export function erasedUsername(id: number): string {
  return `deleted:${id}`;
}

export function isErased({ id, username }: Pick<User, 'id' | 'username'>): boolean {
  return username === erasedUsername(id);
}

/** @throws DomainError `invalid_password`. */
export function checkPassword(password: string): void {
  if (!hasCodePoints(password, passwordRule.min, passwordRule.max) || !isStorable(password)) {
    throw new DomainError('invalid_password', `A password is ${passwordRule.text}.`);
  }
}

/**
 * The forms in which a password may have been hashed, the one that new hashes are made from first: keyboards and systems
 * write the same letters in different forms. NFKC is what NIST SP 800-63B names; one of another program may be any.
 */
export function passwordForms(password: string): readonly string[] {
  // To normalise a long text costs more than its length, and no password is so long.
  if (password.length > 4 * passwordRule.max) return [password];
  const others = [password, password.normalize('NFC'), password.normalize('NFD')];
  return [...new Set([password.normalize('NFKC'), ...others])];
}

export function isActiveAdmin({ role, active }: Pick<User, 'role' | 'active'>): boolean {
  return role === 'admin' && active;
}

/**
 * Somebody must be left who can administer when this user no longer does.
 * @param admins the ids of all active admins.
 * @throws DomainError `last_admin`.
 */
export function requireAdminBeside(user: User, admins: readonly number[]): void {
  if (isActiveAdmin(user) && admins.every((id) => id === user.id)) {
    throw new DomainError(
      'last_admin',
      'This is the only account that can administer: make another admin first.',
    );
  }
}

/**
 * The caller, for what somebody does as a user.
 * @throws DomainError `no_user` for a service that acts as nobody.
 */
export function requireUser(caller: Caller): UserCaller {
  if (caller.id !== undefined) return caller;
  throw new DomainError('no_user', 'A service is no user: name the user that it acts for in Duet-Act-As.');
}

/**
 * The caller, for what a service alone may do.
 * @throws DomainError `services_only`.
 */
export function requireService(caller: Caller): ServiceCaller {
  if (caller.id === undefined) return caller;
  throw new DomainError('services_only', 'Only a service may act for somebody: leave Duet-Act-As out.');
}

/** @throws DomainError `admins_only`. */
export function requireAdmin(actor: Actor): void {
  if (actor !== operator && actor.role !== 'admin')
    throw new DomainError('admins_only', 'Only an admin may do this.');
}

/**
 * An admin who gives up an own account or its rights by mistake could not take that back.
 * @throws DomainError `own_account`.
 */
export function requireAnother(actor: Actor, user: number): void {
  if (actor !== operator && actor.id === user) {
    throw new DomainError(
      'own_account',
      'You cannot delete or deactivate your own account, nor take away its rights: another admin has to do that.',
    );
  }
}

export function userNotFound(user: UserReference): DomainError {
  return new DomainError('user_not_found', `There is no user ${textOf(user)}.`);
}

/** For somebody who is named where there must be one: not by a path. */
export function unknownUser(user: UserReference): DomainError {
  return new DomainError('unknown_user', `There is no active user ${textOf(user)}.`);
}

export function usernameTaken(username: string): DomainError {
  return new DomainError('username_taken', `The username ${username} is taken: choose another.`);
}
