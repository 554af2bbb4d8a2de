import type { Message, Thread } from '../../../client/index.js';
import { apply, signedOut } from '../../../web/state.js';

const moment = (seconds: number) => new Date(Date.UTC(2026, 0, 12, 9, 0, seconds)).toISOString();

export const people = {
  ada: { id: 1, username: 'ada', name: null, avatar_url: null },
  grace: { id: 2, username: 'grace', name: null, avatar_url: null },
};

/** In thread 1, by grace, unless told otherwise. */
export function message(id: number, other: Partial<Message> = {}): Message {
  const said = { kind: 'user', text: `Message ${id}`, metadata: {} } as const;
  return {
    id,
    thread: 1,
    sender: 2,
    ...said,
    attachments: [],
    created: moment(id),
    edited: null,
    is_read: false,
    ...other,
  };
}

export function thread(id: number, other: Partial<Thread> = {}): Thread {
  const { ada, grace } = people;
  const common = { created: moment(0), updated: moment(0), last_message: null, unread_count: 0 };
  const settings = { key: null, metadata: {}, archived: false, muted: false };
  return { id, participants: [ada, grace], ...settings, ...common, ...other };
}

export const signedIn = apply(signedOut, {
  event: 'signed-in',
  me: { ...people.ada, role: 'user', external_id: null, created: moment(0) },
});
