export interface PasswordHasher {
  hash(password: string): Promise<string>;

  /** Takes as long for `undefined`, which nothing matches, as for a hash: so that nobody can tell who has an account. */
  verify(hash: string | undefined, password: string): Promise<boolean>;
}
