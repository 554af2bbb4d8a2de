import { DomainError } from '../errors.js';

/**
 * Two different users, in canonical order: the identity of a thread. This class and the schema's
 * `CHECK (low_id < high_id)` and `UNIQUE (low_id, high_id)` are the only homes of the two-participant rule.
 */
export class ParticipantPair {
  private constructor(
    readonly low: number,
    readonly high: number,
  ) {}

  /** @throws DomainError `self_thread` if both are the same user. */
  static of(one: number, other: number): ParticipantPair {
    if (one === other) {
      throw new DomainError('self_thread', 'A thread is between two different people: name someone else.');
    }
    return new ParticipantPair(Math.min(one, other), Math.max(one, other));
  }

  /**
   * The pair that a caller means by naming one or two users; with one, the caller is the other. A caller who is no user
   * names two.
   * @throws DomainError `too_few_participants`, `too_many_participants` or `self_thread`.
   */
  static named(caller: number | undefined, users: readonly number[]): ParticipantPair {
    ParticipantPair.requireOneOrTwo(users);
    const [one, other] = [...users, caller];
    if (one === undefined || other === undefined) {
      throw new DomainError('too_few_participants', 'Name both users of the thread.');
    }
    return ParticipantPair.of(one, other);
  }

  /** @throws DomainError `too_few_participants` or `too_many_participants`. */
  static requireOneOrTwo(users: readonly unknown[]): void {
    if (users.length === 0) {
      throw new DomainError('too_few_participants', 'Name the other user of the thread.');
    }
    if (users.length > 2) {
      throw new DomainError(
        'too_many_participants',
        `A thread has exactly two participants; ${users.length} were named.`,
      );
    }
  }

  /** Rebuilds a pair from storage, where the schema has checked it. */
  static restore(low: number, high: number): ParticipantPair {
    return new ParticipantPair(low, high);
  }

  /** @param user undefined for a caller who is no user. */
  includes(user: number | undefined): boolean {
    return user === this.low || user === this.high;
  }

  /** The participant who is not this one; `user` must be one of the two. */
  otherThan(user: number): number {
    return user === this.low ? this.high : this.low;
  }
}
