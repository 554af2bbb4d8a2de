import { DomainError } from '../errors.js';

/** What came of one attempt. */
export interface Attempt {
  /** Of the answer; undefined if there was none. */
  readonly status: number | undefined;
  /** In milliseconds. */
  readonly duration: number;
  /** Why there was no answer. */
  readonly error: string | undefined;
  /** The beginning of the answer, for an admin to read. */
  readonly response: string | undefined;
}

/** One event that was sent to a webhook, and what came of the last attempt. */
export interface NewDelivery extends Attempt {
  readonly webhookId: number;
  /** The same in each attempt: what the receiver knows a repeat by. One webhook has it once. */
  readonly key: string;
  readonly type: string;
  /** The place in the log of events just before this one; undefined for a test. */
  readonly position: string | undefined;
  /** How often it was tried. */
  readonly attempts: number;
  /** When it was last tried. */
  readonly attempted: Date;
  readonly delivered: boolean;
}

export interface Delivery extends NewDelivery {
  readonly id: number;
}

/** How much of an answer is kept, in characters. */
export const responseLength = 1000;

export function isSuccess({ status }: Pick<Attempt, 'status'>): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

export function deliveryNotFound(id: number): DomainError {
  return new DomainError('delivery_not_found', `There is no delivery ${id} of this webhook.`);
}
