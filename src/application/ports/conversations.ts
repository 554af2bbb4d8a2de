import type { TokenFamilyStanding } from '../../domain/accounts/token-family.js';
import type { Attachment } from '../../domain/attachments/attachment.js';
import type { Addition, Decision } from '../../domain/conversation/decision.js';
import type { PairStanding, ThreadStanding } from '../../domain/conversation/conversation.js';
import type { FirstSend, Message } from '../../domain/conversation/message.js';
import type { ParticipantPair } from '../../domain/conversation/participant-pair.js';

/** What a decision rests on, named as data, so that a store can read for many decisions at once. */
export type Question =
  /** With a key: what its sender sent with that idempotency key before. With uploads: those that are still to be sent. */
  | {
      readonly thread: number;
      readonly key?: SentKey | undefined;
      readonly uploads?: AskedUploads | undefined;
    }
  | { readonly message: number }
  | { readonly pair: ParticipantPair; readonly threadKey?: string | undefined }
  | { readonly tokenFamily: string };

/** What a user wants to send of their uploads, by ids. */
export interface AskedUploads {
  readonly uploader: number;
  readonly ids: readonly number[];
}

/** An idempotency key, with the user or the service that it is of. */
export interface SentKey {
  readonly sender: number | { readonly service: string };
  readonly key: string;
}

export interface ThreadAnswer {
  readonly standing: ThreadStanding;
  /** What the sender sent with the idempotency key of the question. */
  readonly first: FirstSend | undefined;
  /** Of those that the question asks for, the uploader's that no message has. They are held. */
  readonly uploads: readonly Attachment[];
}

export type AnswerTo<Asked extends Question> = Asked extends { thread: number }
  ? ThreadAnswer
  : Asked extends { message: number }
    ? Message | undefined
    : Asked extends { tokenFamily: string }
      ? TokenFamilyStanding | undefined
      : PairStanding;

/** Reads what decisions about conversations rest on, and carries them out; and those about tokens, which are as frequent. */
export interface Conversations {
  /**
   * Answers, and holds what it is about until the unit of work ends: a thread, or that of a message. Nobody else
   * removes it, or sends or reads in it, meanwhile. A pair is not held: the schema gives it one thread alone. A family of
   * tokens is held, its user is not: whoever deactivates that ends the family, too.
   */
  hold<Asked extends Question>(question: Asked): Promise<AnswerTo<Asked>>;

  /** Does what was decided about something that `hold` has answered for, and all that follows from it. */
  apply<Result>(decision: Decision<Result>): Promise<Result>;

  /**
   * Does what decisions come to that were summed up: for a store that is being filled, where nobody else knows of the
   * rows yet. New rows may get the same ids again until `continueAfter`.
   */
  addAll(addition: Partial<Addition>): Promise<void>;
}
