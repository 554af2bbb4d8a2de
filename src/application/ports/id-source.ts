export interface IdSource {
  /** An identifier that nobody can guess and that never comes again: 128 random bits or more. */
  next(): string;
}
