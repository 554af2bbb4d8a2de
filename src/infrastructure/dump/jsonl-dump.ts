import { createReadStream } from 'node:fs';
import Joi from 'joi';
import type { DumpRecord } from '../../application/ports/archive.js';
import type { Attachment } from '../../domain/attachments/attachment.js';
import type { Claims } from '../../domain/accounts/claims.js';
import type { User } from '../../domain/accounts/user.js';
import { reportReasons, reportStatuses, type Report } from '../../domain/evidence/report.js';
import type { Version } from '../../domain/evidence/version.js';
import { isEmpty, type Metadata } from '../../domain/metadata.js';

// A dump is a text file of one JSON object a line: the header, then users, blocks, threads, messages, what these
// said before, reports and the end.
// docs/data.md describes it.

const id = Joi.number().strict().integer().min(1).required();
const text = Joi.string().strict().required();
const time = Joi.date().iso().custom(ofADayThatExists).required();
const flag = Joi.boolean().strict().required();
const whole = Joi.number().strict().integer().min(0).required();
const tally = Joi.object({ count: whole, last_id: whole }).required();

/** Left out if there is none: such a dump is as it was before Duet had any. */
const someUsers = Joi.array().items(id).min(1).max(2).unique();
/** Checked when it is put back. Joi copies objects, and a copy may lack a property that is called `__proto__`. */
const metadata = Joi.any();

/** The file is one beside the dump. */
const attachment = Joi.object({
  id,
  name: text,
  type: text,
  size: whole,
  width: whole.optional(),
  height: whole.optional(),
  file: text.pattern(/^[\w-]{16,128}$/),
}).and('width', 'height');
const attachments = Joi.array().items(attachment).min(1).max(10);
const idempotencyKey = Joi.string()
  .strict()
  .pattern(/^[\x21-\x7e]{1,255}$/);

const header = Joi.object({ duet_dump: Joi.valid(1).required() }).required();

/** Date takes 30 February for 2 March. */
function ofADayThatExists(time: Date, { original }: { original: unknown }): Date {
  const day = String(original).slice(0, 10);
  if (!new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) throw new Error(`there is no ${day}`);
  return time;
}

interface TallyLine {
  count: number;
  last_id: number;
}

interface AttachmentLine {
  id: number;
  name: string;
  type: string;
  size: number;
  width?: number | undefined;
  height?: number | undefined;
  file: string;
}

interface BlockLine {
  blocker: number;
  blocked: number;
  created: Date;
}

interface UserLine extends Pick<User, 'id' | 'username' | 'role' | 'active' | 'created'> {
  password_hash: string;
  external_id?: string | undefined;
  name?: string | undefined;
  avatar_url?: string | undefined;
  claims?: ClaimsLine | undefined;
  erasing?: Date | undefined;
  /** In dumps from before there were external ids. */
  identities?: readonly { issuer: string; subject: string }[];
}

interface ClaimsLine {
  name?: string | undefined;
  avatar_url?: string | undefined;
  since: Date;
}

interface Line {
  user?: UserLine;
  block?: BlockLine;
  thread?: {
    id: number;
    participants: [number, number];
    key?: string | undefined;
    metadata?: Metadata | undefined;
    archived_by?: readonly number[] | undefined;
    muted_by?: readonly number[] | undefined;
    created: Date;
    updated: Date;
  };
  message?: {
    id: number;
    thread: number;
    sender?: number | undefined;
    service?: string | undefined;
    text: string;
    metadata?: Metadata | undefined;
    attachments?: readonly AttachmentLine[] | undefined;
    created: Date;
    is_read: boolean;
    idempotency_key?: string | undefined;
    edited?: Date | undefined;
  };
  version?: {
    id: number;
    message: number;
    thread: number;
    sender?: number | undefined;
    service?: string | undefined;
    text: string;
    metadata?: Metadata | undefined;
    attachments?: readonly AttachmentLine[] | undefined;
    created: Date;
    replaced: Date;
    change: Version['change'];
    idempotency_key?: string | undefined;
    overdue?: true | undefined;
  };
  report?: {
    id: number;
    message: number;
    thread: number;
    sender: number;
    reporter: number;
    reason: Report['reason'];
    comment?: string | undefined;
    text: string;
    attachments?: readonly AttachmentLine[] | undefined;
    sent: Date;
    created: Date;
    status: Report['status'];
    note?: string | undefined;
    closed?: Date | undefined;
    overdue?: true | undefined;
  };
  end?: {
    users: TallyLine;
    blocks?: { count: number };
    threads: TallyLine;
    messages: TallyLine;
    versions?: TallyLine;
    reports?: TallyLine;
    attachments?: TallyLine;
  };
}

const line = Joi.object<Line>({
  user: Joi.object({
    id,
    username: text,
    password_hash: text,
    role: Joi.valid('user', 'admin').required(),
    active: flag,
    created: time,
    external_id: text.optional(),
    name: text.optional(),
    avatar_url: text.optional(),
    claims: Joi.object({ name: text.optional(), avatar_url: text.optional(), since: time }),
    erasing: time.optional(),
    identities: Joi.array()
      .items(Joi.object({ issuer: text, subject: text }))
      .min(1),
  }),
  block: Joi.object({ blocker: id, blocked: id, created: time }),
  thread: Joi.object({
    id,
    participants: Joi.array().items(id).length(2).required(),
    key: text.optional(),
    metadata,
    archived_by: someUsers,
    muted_by: someUsers,
    created: time,
    updated: time,
  }),
  message: Joi.object({
    id,
    thread: id,
    sender: id.optional(),
    service: text.optional(),
    text: text.allow(''),
    metadata,
    attachments,
    created: time,
    is_read: flag,
    idempotency_key: idempotencyKey,
    edited: time.optional(),
  }),
  version: Joi.object({
    id,
    message: id,
    thread: id,
    sender: id.optional(),
    service: text.optional(),
    text: text.allow(''),
    metadata,
    attachments,
    created: time,
    replaced: time,
    change: Joi.valid('edited', 'deleted').required(),
    idempotency_key: idempotencyKey,
    overdue: Joi.valid(true),
  }),
  report: Joi.object({
    id,
    message: id,
    thread: id,
    sender: id,
    reporter: id,
    reason: Joi.valid(...reportReasons).required(),
    comment: text.allow('').optional(),
    text: text.allow(''),
    attachments,
    sent: time,
    created: time,
    status: Joi.valid(...reportStatuses).required(),
    note: text.allow('').optional(),
    closed: time.optional(),
    overdue: Joi.valid(true),
  }),
  end: Joi.object({
    users: tally,
    // Not there if there are no blocks: such a dump is as it was before Duet had any.
    blocks: Joi.object({ count: whole.min(1) }),
    threads: tally,
    messages: tally,
    // In the same way.
    attachments: tally.optional(),
    // As blocks.
    versions: tally.optional(),
    reports: tally.optional(),
  }),
})
  .xor('user', 'block', 'thread', 'message', 'version', 'report', 'end')
  .required();

/** A line cannot be longer than a text of 5,000 characters, all of them escaped, makes it. In bytes. */
const maxLine = 1 << 20;

/** The lines of a dump, each with its line break. */
export async function* dumpLines(records: AsyncIterable<DumpRecord>): AsyncGenerator<string> {
  yield '{"duet_dump":1}\n';
  for await (const record of records) yield `${JSON.stringify(toLine(record))}\n`;
}

/** A dump to be read, once. */
export class DumpFile {
  /** How many lines were read so far: the number of the last one. */
  line = 0;

  constructor(private readonly file: string) {}

  /** @throws Error if a line, the one that was read last, is not as a dump's should be. */
  async *records(): AsyncGenerator<DumpRecord> {
    for await (const bytes of linesOf(createReadStream(this.file))) {
      this.line += 1;
      if (bytes.length > maxLine) throw new Error('The line is too long.');
      const value: unknown = JSON.parse(
        new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      );
      if (this.line === 1) checked(header, value);
      else yield toRecord(checked(line, value));
    }
    if (this.line === 0) throw new Error('The file is empty.');
  }
}

function checked<Value>(schema: Joi.Schema<Value>, value: unknown): Value {
  const result = schema.validate(value);
  if (result.error !== undefined) throw result.error;
  return result.value;
}

/** Splits at line feeds alone: readline would also split at U+2028, which JSON has in its texts. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > maxLine) break; // the reader of this line refuses it
  }
  if (rest.length > 0) yield rest;
}

function toRecord({ user, block, thread, message, version, report, end }: Line): DumpRecord {
  if (user !== undefined) {
    return { user: toUser(user) };
  }
  if (block !== undefined) {
    const { blocker: blockerId, blocked: blockedId, created } = block;
    return { block: { blockerId, blockedId, created } };
  }
  if (thread !== undefined) {
    const { archived_by: archivedBy, muted_by: mutedBy, ...rest } = thread;
    return { thread: { ...rest, archivedBy, mutedBy } };
  }
  if (message !== undefined) {
    const { is_read: isRead, idempotency_key: idempotencyKey, attachments, ...rest } = message;
    return {
      message: {
        ...rest,
        ...(attachments && { attachments: attachments.map(toAttachment) }),
        isRead,
        idempotencyKey,
      },
    };
  }
  if (version !== undefined) {
    const { message: messageId, thread: threadId, sender: senderId, idempotency_key, ...rest } = version;
    const { service, metadata = {}, attachments = [], overdue = false } = rest;
    const who = { messageId, threadId, senderId, service, idempotencyKey: idempotency_key };
    const had = attachments.map(toAttachment);
    return { version: { ...rest, ...who, metadata, attachments: had, overdue } };
  }
  if (report !== undefined) {
    const { message: messageId, thread: threadId, sender: senderId, reporter: reporterId, ...rest } = report;
    const { comment, attachments = [], note, closed, overdue = false } = rest;
    const who = { messageId, threadId, senderId, reporterId };
    const had = attachments.map(toAttachment);
    return { report: { ...rest, ...who, comment, attachments: had, note, closed, overdue } };
  }
  const none = { count: 0, last_id: 0 };
  const {
    users,
    blocks = { count: 0 },
    threads,
    messages,
    versions = none,
    reports = none,
    attachments = none,
  } = end as NonNullable<typeof end>;
  const toTally = ({ count, last_id: lastId }: TallyLine) => ({ count, lastId });
  return {
    end: {
      users: toTally(users),
      blocks,
      threads: toTally(threads),
      messages: toTally(messages),
      versions: toTally(versions),
      reports: toTally(reports),
      attachments: toTally(attachments),
    },
  };
}

function toAttachment({ width, height, ...line }: AttachmentLine): Attachment {
  return { ...line, ...(width !== undefined && height !== undefined && { image: { width, height } }) };
}

function toUser(line: UserLine): Extract<DumpRecord, { user: unknown }>['user'] {
  const { password_hash: passwordHash, external_id, avatar_url: avatarUrl, name, claims, ...rest } = line;
  const { identities, ...user } = rest;
  return {
    ...user,
    passwordHash,
    externalId: external_id ?? identities?.at(-1)?.subject,
    name,
    avatarUrl,
    claims: claims && { name: claims.name, avatarUrl: claims.avatar_url, since: claims.since },
  };
}

/** Names each field, so that their order in the file is always the same. */
function toLine(record: DumpRecord): Line {
  if ('user' in record) {
    const { id, username, passwordHash, role, active, created, erasing, claims } = record.user;
    const { externalId: external_id, name, avatarUrl: avatar_url } = record.user;
    const profile = { external_id, name, avatar_url, claims: claims && toClaimsLine(claims) };
    return {
      user: { id, username, password_hash: passwordHash, role, active, created, ...profile, erasing },
    };
  }
  if ('block' in record) {
    const { blockerId: blocker, blockedId: blocked, created } = record.block;
    return { block: { blocker, blocked, created } };
  }
  if ('thread' in record) {
    const { id, participants: both, key, metadata, archivedBy, mutedBy, created, updated } = record.thread;
    const participants: [number, number] = [...both];
    const views = { archived_by: archivedBy, muted_by: mutedBy };
    return { thread: { id, participants, key, metadata, ...views, created, updated } };
  }
  if ('message' in record) {
    const { isRead: is_read, idempotencyKey: idempotency_key, ...rest } = record.message;
    const { id, thread, sender, service, text, metadata, created, edited } = rest;
    const attachments = rest.attachments?.map(toAttachmentLine);
    const said = { text, metadata, attachments };
    return {
      message: { id, thread, sender, service, ...said, created, is_read, idempotency_key, edited },
    };
  }
  if ('version' in record) {
    const { id, messageId: message, threadId: thread, senderId: sender, service, text } = record.version;
    const { metadata, created, replaced, change, idempotencyKey: idempotency_key, overdue } = record.version;
    const whole = { id, message, thread, sender, service, text, ...(!isEmpty(metadata) && { metadata }) };
    const had = toAttachmentLines(record.version.attachments);
    return {
      version: { ...whole, ...had, created, replaced, change, idempotency_key, ...(overdue && { overdue }) },
    };
  }
  if ('report' in record) {
    const {
      id,
      messageId: message,
      threadId: thread,
      senderId: sender,
      reporterId: reporter,
    } = record.report;
    const { reason, comment, text, sent, created, status, note, closed, overdue } = record.report;
    const had = toAttachmentLines(record.report.attachments);
    const about = { id, message, thread, sender, reporter, reason, comment, text, ...had, sent, created };
    return { report: { ...about, status, note, closed, ...(overdue && { overdue }) } };
  }
  const { users, blocks, threads, messages, versions, reports, attachments } = record.end;
  const toTally = ({ count, lastId }: typeof users) => ({ count, last_id: lastId });
  return {
    end: {
      users: toTally(users),
      ...(blocks.count > 0 ? { blocks } : {}),
      threads: toTally(threads),
      messages: toTally(messages),
      ...(attachments.lastId > 0 ? { attachments: toTally(attachments) } : {}),
      ...(versions.lastId > 0 ? { versions: toTally(versions) } : {}),
      ...(reports.lastId > 0 ? { reports: toTally(reports) } : {}),
    },
  };
}

function toAttachmentLines(attachments: readonly Attachment[]): { attachments?: AttachmentLine[] } {
  return attachments.length === 0 ? {} : { attachments: attachments.map(toAttachmentLine) };
}

function toAttachmentLine({ id, name, type, size, image, file }: Attachment): AttachmentLine {
  return { id, name, type, size, width: image?.width, height: image?.height, file };
}

function toClaimsLine({ name, avatarUrl: avatar_url, since }: Claims): ClaimsLine {
  return { name, avatar_url, since };
}
