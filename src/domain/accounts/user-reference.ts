/** How a user is named: by the id, as the caller, or by the id that the application behind Duet gave. */
export type UserReference = number | 'me' | { readonly externalId: string };

/** A user by a name that means the same for every caller. */
export type NamedUser = Exclude<UserReference, 'me'>;

/** As a request names the user. */
export function textOf(reference: UserReference): string {
  return typeof reference === 'object' ? `ext:${reference.externalId}` : String(reference);
}
