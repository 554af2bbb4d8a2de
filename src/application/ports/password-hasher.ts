export interface PasswordHasher {
  hash(password: string): Promise<string>;

  /** Whether `hash` would make a better one of the same password: by another method or at another cost. */
  needsRehash(hash: string): boolean;

  /** Takes as long for `undefined`, which nothing matches, as for a hash: so that nobody can tell who has an account. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}
