import { readFile } from 'node:fs/promises';
import Joi from 'joi';
import type { DumpRecord } from '../../application/restore-dump.js';
import type { User } from '../../domain/user.js';

// A dump is a text file of one JSON object a line: the header, then users, threads and messages.

const id = Joi.number().strict().integer().min(1).required();
const text = Joi.string().strict().required();
const time = Joi.date().iso().required();
const flag = Joi.boolean().strict().required();

const header = Joi.object({ duet_dump: Joi.valid(1).required() }).required();

interface Line {
  user?: Omit<User, 'passwordHash'> & { password_hash: string };
  thread?: { id: number; participants: [number, number]; created: Date; updated: Date };
  message?: { id: number; thread: number; sender: number; text: string; created: Date; is_read: boolean };
}

const line = Joi.object<Line>({
  user: Joi.object({
    id,
    username: text,
    password_hash: text,
    role: Joi.valid('user', 'admin').required(),
    active: flag,
    created: time,
  }),
  thread: Joi.object({
    id,
    participants: Joi.array().items(id).length(2).required(),
    created: time,
    updated: time,
  }),
  message: Joi.object({ id, thread: id, sender: id, text, created: time, is_read: flag }),
})
  .xor('user', 'thread', 'message')
  .required();

/** @throws Error that names the first line which is not as a dump's should be. */
export async function readDump(file: string): Promise<DumpRecord[]> {
  const records: DumpRecord[] = [];
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  for (const [index, json] of lines.entries()) {
    try {
      if (index === 0) Joi.attempt(JSON.parse(json), header);
      else records.push(toRecord(Joi.attempt(JSON.parse(json) as Line, line)));
    } catch (cause) {
      throw new Error(`${file}, line ${index + 1}: ${(cause as Error).message}`, { cause });
    }
  }
  return records;
}

function toRecord({ user, thread, message }: Line): DumpRecord {
  if (user !== undefined) {
    const { password_hash: passwordHash, ...rest } = user;
    return { user: { ...rest, passwordHash } };
  }
  if (thread !== undefined) return { thread };
  const { is_read: isRead, ...rest } = message as NonNullable<typeof message>;
  return { message: { ...rest, isRead } };
}
