import { createReadStream } from 'node:fs';
import Joi from 'joi';
import type { DumpRecord } from '../../application/ports/archive.js';
import type { Identity } from '../../domain/accounts/identity.js';
import type { User } from '../../domain/accounts/user.js';

// A dump is a text file of one JSON object a line: the header, then users, blocks, threads, messages and the end.
// docs/data.md describes it.

const id = Joi.number().strict().integer().min(1).required();
const text = Joi.string().strict().required();
const time = Joi.date().iso().custom(ofADayThatExists).required();
const flag = Joi.boolean().strict().required();
const whole = Joi.number().strict().integer().min(0).required();
const tally = Joi.object({ count: whole, last_id: whole }).required();

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

interface BlockLine {
  blocker: number;
  blocked: number;
  created: Date;
}

interface Line {
  user?: Omit<User, 'passwordHash'> & {
    password_hash: string;
    erasing?: Date | undefined;
    identities?: readonly Identity[] | undefined;
  };
  block?: BlockLine;
  thread?: { id: number; participants: [number, number]; created: Date; updated: Date };
  message?: {
    id: number;
    thread: number;
    sender: number;
    text: string;
    created: Date;
    is_read: boolean;
    idempotency_key?: string | undefined;
  };
  end?: { users: TallyLine; blocks?: { count: number }; threads: TallyLine; messages: TallyLine };
}

const line = Joi.object<Line>({
  user: Joi.object({
    id,
    username: text,
    password_hash: text,
    role: Joi.valid('user', 'admin').required(),
    active: flag,
    created: time,
    erasing: time.optional(),
    identities: Joi.array()
      .items(Joi.object({ issuer: text, subject: text }))
      .min(1),
  }),
  block: Joi.object({ blocker: id, blocked: id, created: time }),
  thread: Joi.object({
    id,
    participants: Joi.array().items(id).length(2).required(),
    created: time,
    updated: time,
  }),
  message: Joi.object({
    id,
    thread: id,
    sender: id,
    text,
    created: time,
    is_read: flag,
    idempotency_key: Joi.string()
      .strict()
      .pattern(/^[\x21-\x7e]{1,255}$/),
  }),
  end: Joi.object({
    users: tally,
    // Not there if there are no blocks: such a dump is as it was before Duet had any.
    blocks: Joi.object({ count: whole.min(1) }),
    threads: tally,
    messages: tally,
  }),
})
  .xor('user', 'block', 'thread', 'message', 'end')
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

function toRecord({ user, block, thread, message, end }: Line): DumpRecord {
  if (user !== undefined) {
    const { password_hash: passwordHash, ...rest } = user;
    return { user: { ...rest, passwordHash } };
  }
  if (block !== undefined) {
    const { blocker: blockerId, blocked: blockedId, created } = block;
    return { block: { blockerId, blockedId, created } };
  }
  if (thread !== undefined) return { thread };
  if (message !== undefined) {
    const { is_read: isRead, idempotency_key: idempotencyKey, ...rest } = message;
    return { message: { ...rest, isRead, idempotencyKey } };
  }
  const { users, blocks = { count: 0 }, threads, messages } = end as NonNullable<typeof end>;
  const toTally = ({ count, last_id: lastId }: TallyLine) => ({ count, lastId });
  return { end: { users: toTally(users), blocks, threads: toTally(threads), messages: toTally(messages) } };
}

/** Names each field, so that their order in the file is always the same. */
function toLine(record: DumpRecord): Line {
  if ('user' in record) {
    const { id, username, passwordHash, role, active, created, erasing } = record.user;
    const identities = record.user.identities?.map(({ issuer, subject }) => ({ issuer, subject }));
    const user = { id, username, password_hash: passwordHash, role, active, created, erasing, identities };
    return { user };
  }
  if ('block' in record) {
    const { blockerId: blocker, blockedId: blocked, created } = record.block;
    return { block: { blocker, blocked, created } };
  }
  if ('thread' in record) {
    const { id, participants, created, updated } = record.thread;
    return { thread: { id, participants: [...participants], created, updated } };
  }
  if ('message' in record) {
    const { id, thread, sender, text, created, isRead, idempotencyKey } = record.message;
    return {
      message: { id, thread, sender, text, created, is_read: isRead, idempotency_key: idempotencyKey },
    };
  }
  const { users, blocks, threads, messages } = record.end;
  const toTally = ({ count, lastId }: typeof users) => ({ count, last_id: lastId });
  return {
    end: {
      users: toTally(users),
      ...(blocks.count > 0 ? { blocks } : {}),
      threads: toTally(threads),
      messages: toTally(messages),
    },
  };
}
