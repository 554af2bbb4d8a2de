export interface Clock {
  /** The time of day, which somebody may set. For what is stored, and for what others date. */
  now(): Date;

  /** Milliseconds since some moment of this process. Nobody can set it: for ages and deadlines. */
  elapsed(): number;
}
