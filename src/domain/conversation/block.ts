import { DomainError } from '../errors.js';

/** That a user wants to hear no more from another, or write to them. */
export interface Block {
  readonly blockerId: number;
  readonly blockedId: number;
  readonly created: Date;
}

/** How two people stand to each other. */
export interface Standing {
  /** Whether one of them blocks the other, whichever. */
  readonly blocked: boolean;
}

/** @throws DomainError `self_block`. */
export function newBlock(blockerId: number, blockedId: number, created: Date): Block {
  if (blockerId === blockedId) {
    throw new DomainError('self_block', 'You cannot block yourself: name somebody else.');
  }
  return { blockerId, blockedId, created };
}

/**
 * If one of two people blocks the other, they cannot write to each other or open a thread.
 * @throws DomainError `blocked`, the same for both: it does not tell which of them blocks the other.
 */
export function requireUnblocked({ blocked }: Standing): void {
  if (blocked) {
    throw new DomainError('blocked', 'One of these two people has blocked the other: they cannot write.');
  }
}
