import type { Upload } from '../../../domain/attachments/attachment.js';
import type { AuditEntry } from '../../../application/ports/audit-trail.js';
import type { SentKey } from '../../../application/ports/conversations.js';
import type { ThreadName } from '../../../application/ports/thread-repository.js';
import type { Erasure } from '../../../application/ports/erasure-repository.js';
import type { Session } from '../../../application/ports/session-repository.js';
import type { TokenFamily } from '../../../domain/accounts/token-family.js';
import type { Delivery } from '../../../domain/webhooks/delivery.js';
import type { Webhook } from '../../../domain/webhooks/webhook.js';
import type { Report } from '../../../domain/evidence/report.js';
import type { Version } from '../../../domain/evidence/version.js';
import type { ServiceKey } from '../../../domain/accounts/service-key.js';
import type { Block } from '../../../domain/conversation/block.js';
import type { Message } from '../../../domain/conversation/message.js';
import type { Metadata } from '../../../domain/metadata.js';
import type { Views } from '../../../domain/conversation/view.js';
import type { ParticipantPair } from '../../../domain/conversation/participant-pair.js';
import type { User } from '../../../domain/accounts/user.js';
import type { EventRecord } from '../../../domain/conversation/event-record.js';

export interface UserRow {
  readonly user: User;
  readonly key: string;
  readonly unread: number;
}

export interface ThreadRow {
  readonly id: number;
  readonly participants: ParticipantPair;
  readonly key: string | undefined;
  readonly metadata: Metadata;
  readonly views: Views;
  readonly created: Date;
  readonly updated: Date;
  /** In rising order. */
  readonly messageIds: readonly number[];
  readonly lowUnread: number;
  readonly highUnread: number;
}

export interface MessageRow {
  readonly message: Message;
  /** The service that put a system message there. */
  readonly service: string | undefined;
  readonly sent: SentKey | undefined;
}

export interface EventRow {
  readonly id: number;
  /** In milliseconds since 1970. */
  readonly created: number;
  readonly record: EventRecord;
}

/** All that is stored at one moment. Nobody changes it: a `Draft` makes the next one. */
export interface State {
  readonly users: ReadonlyMap<number, UserRow>;
  readonly userIdByKey: ReadonlyMap<string, number>;
  readonly userIdByExternalId: ReadonlyMap<string, number>;
  readonly threads: ReadonlyMap<number, ThreadRow>;
  /** By `threadName`. */
  readonly threadIdByName: ReadonlyMap<string, number>;
  /** What is left of threads that are gone: the ids of their messages. */
  readonly deletedThreads: ReadonlyMap<number, readonly number[]>;
  readonly messages: ReadonlyMap<number, MessageRow>;
  /** By `sentKey`. */
  readonly messageIdByKey: ReadonlyMap<string, number>;
  readonly attachments: ReadonlyMap<number, Upload>;
  /** What messages had that are gone, as long as evidence holds it. */
  readonly heldAttachments: ReadonlyMap<number, Upload>;
  /** When each file is to go. */
  readonly fileRemovals: ReadonlyMap<string, Date>;
  /** By `blockKey`. */
  readonly blocks: ReadonlyMap<string, Block>;
  readonly tokenFamilies: ReadonlyMap<string, TokenFamily>;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly serviceKeys: ReadonlyMap<number, ServiceKey>;
  readonly webhooks: ReadonlyMap<number, Webhook>;
  readonly webhookDeliveries: ReadonlyMap<number, Delivery>;
  readonly erasures: ReadonlyMap<number, Erasure>;
  readonly versions: ReadonlyMap<number, Version>;
  readonly reports: ReadonlyMap<number, Report>;
  readonly userRemovals: ReadonlyMap<number, true>;
  readonly auditEntries: ReadonlyMap<number, AuditEntry & { readonly id: number }>;
  /** By rising id. */
  readonly events: ReadonlyMap<number, EventRow>;
  /** The last event that was pruned, if there was one. */
  readonly prunedEvents: ReadonlyMap<'last', EventRow>;
}

export const emptyState: State = {
  users: new Map(),
  userIdByKey: new Map(),
  userIdByExternalId: new Map(),
  threads: new Map(),
  threadIdByName: new Map(),
  deletedThreads: new Map(),
  messages: new Map(),
  messageIdByKey: new Map(),
  attachments: new Map(),
  heldAttachments: new Map(),
  fileRemovals: new Map(),
  blocks: new Map(),
  tokenFamilies: new Map(),
  sessions: new Map(),
  serviceKeys: new Map(),
  webhooks: new Map(),
  webhookDeliveries: new Map(),
  erasures: new Map(),
  userRemovals: new Map(),
  versions: new Map(),
  reports: new Map(),
  auditEntries: new Map(),
  events: new Map(),
  prunedEvents: new Map(),
};

/** Gives out ids in rising order. No rollback takes one back, so none comes twice. */
export class Sequence {
  #last = 0;

  get last(): number {
    return this.#last;
  }

  next(): number {
    return ++this.#last;
  }

  /** Goes on after an id that came from elsewhere. */
  skipTo(id: number): number {
    this.#last = Math.max(this.#last, id);
    return id;
  }
}

type Writable<Table> = Table extends ReadonlyMap<infer Key, infer Row> ? Map<Key, Row> : never;

/** What a unit of work makes of a state: each table is copied before the first write to it. */
export class Draft {
  readonly #copied = new Set<keyof State>();
  #state: State;
  #open = true;

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    if (!this.#open) throw new Error('The unit of work has ended: its repositories are of no more use.');
    return this.#state;
  }

  table<Name extends keyof State>(name: Name): Writable<State[Name]> {
    if (!this.#copied.has(name)) {
      this.#state = { ...this.state, [name]: new Map<unknown, unknown>(this.state[name]) };
      this.#copied.add(name);
    }
    return this.state[name] as Writable<State[Name]>;
  }

  close(): void {
    this.#open = false;
  }
}

/** A row that another row refers to. */
export function present<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('A row refers to one that is not there.');
  return row;
}

export function blockKey(blocker: number, blocked: number): string {
  return `${blocker}:${blocked}`;
}

// UTF-8 sorts as code points do; UTF-16, which `<` compares, does not.
export function byKey(one: UserRow, other: UserRow): number {
  return Buffer.compare(Buffer.from(one.key), Buffer.from(other.key));
}

export function byExpiry(one: { id: string; expires: Date }, other: { id: string; expires: Date }): number {
  return one.expires.getTime() - other.expires.getTime() || (one.id < other.id ? -1 : 1);
}

export function sentKey({ sender, key }: SentKey): string {
  return JSON.stringify([sender, key]);
}

export function threadName({ participants: { low, high }, key = '' }: ThreadName): string {
  return `${low}:${high}:${key}`;
}
