import { unknownProfile } from '../../../../src/domain/accounts/user.js';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ImportChat, type Imported } from '../../../../src/application/upkeep/import-chat.js';
import { DjangoChat } from '../../../../src/infrastructure/django/django-chat.js';
import { InMemoryUnitOfWork } from '../../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { collect } from '../../../support/collect.js';
import { DjangoChatFile } from '../../../support/django-chat.js';
import { addUsers } from '../../../support/fixtures.js';
import { expectRefusal, rejectionOf } from '../../../support/rejection-of.js';

const key = 'A'.repeat(43);
const clock = { now: () => new Date('2024-02-01T00:00:00Z'), elapsed: () => 0 };

describe('ImportChat, from Django', () => {
  let folder: string;
  let file: string;
  let django: DjangoChatFile;
  let store: InMemoryUnitOfWork;
  let lines: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duet-django-'));
    file = join(folder, 'db.sqlite3');
    django = new DjangoChatFile(file);
    store = new InMemoryUnitOfWork();
    lines = [];
  });

  afterEach(async () => {
    django.close();
    await rm(folder, { recursive: true });
  });

  const importChat = async (): Promise<Imported | undefined> => {
    const chat = new DjangoChat(file);
    try {
      return await new ImportChat(store, clock).execute(chat, (line) => lines.push(line));
    } finally {
      chat.close();
    }
  };
  const records = () => collect(store.records());
  const usersOf = async () => (await records()).flatMap((record) => ('user' in record ? [record.user] : []));
  const messagesOf = async () =>
    (await records()).flatMap((record) => ('message' in record ? [record.message] : []));
  const threadsOf = async () =>
    (await records()).flatMap((record) => ('thread' in record ? [record.thread] : []));

  it('brings over how people are shown, where that is known and a name', async () => {
    django.user(3, 'ada', { first_name: 'Ada', last_name: 'Lovelace' });
    django.user(4, 'plato', { first_name: ' Plato ' });
    django.user(5, 'nobody', { first_name: ' ' });
    django.user(6, 'hidden', { last_name: '\u200b' });
    django.user(7, 'long', { first_name: 'x'.repeat(60), last_name: 'y'.repeat(60) });
    await importChat();
    expect((await usersOf()).map(({ name }) => name)).to.deep.equal([
      ...['Ada Lovelace', 'Plato', undefined, undefined, undefined],
    ]);
    expect(lines.filter((line) => line.includes('is left out'))).to.have.lengthOf(2);
    const found = await store.read(({ users }) => users.search('lovel', { limit: 9, offset: 0 }));
    expect(found.items.map(({ id }) => id)).to.deep.equal([3]);
  });

  it('brings over accounts: ids, roles, activity, times to the millisecond and passwords', async () => {
    const hash = `pbkdf2_sha256$600000$salt$${key}=`;
    const argon2 = '$argon2id$v=19$m=102400,t=2,p=8$c29tZXNhbHQxMjM$aGFzaGhhc2hoYXNoaGFzaA';
    django.user(3, 'staff', { is_staff: 1, password: hash });
    django.user(5, 'super', {
      is_superuser: 1,
      password: `argon2${argon2}`,
      date_joined: '2023-04-13 18:36:09',
    });
    django.user(7, 'gone', {
      is_active: 0,
      password: 'md5$salt$0123',
      date_joined: '2023-04-13 20:36:09.5+02:00',
    });
    expect(await importChat()).to.deep.equal({ users: 3, threads: 0, messages: 0 });
    const time = (text: string) => new Date(`2023-04-13T${text}Z`);
    expect(await usersOf()).to.deep.equal([
      {
        ...unknownProfile,
        id: 3,
        username: 'staff',
        passwordHash: hash,
        role: 'admin',
        active: true,
        created: time('18:36:03.771'),
      },
      {
        ...unknownProfile,
        id: 5,
        username: 'super',
        passwordHash: argon2,
        role: 'admin',
        active: true,
        created: time('18:36:09'),
      },
      {
        ...unknownProfile,
        id: 7,
        username: 'gone',
        passwordHash: '!',
        role: 'user',
        active: false,
        created: time('18:36:09.5'),
      },
    ]);
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^user 7 \(gone\): .*password/);
  });

  it('gives those another name who cannot keep theirs, and takes none from anybody', async () => {
    const names = { 1: 'Anna', 2: 'ANNA', 3: 'two words', 4: 'anna_2', 5: '', 6: `${'é'.repeat(149)} ` };
    for (const [id, name] of Object.entries(names)) django.user(Number(id), name);
    await importChat();
    const users = (await usersOf()).map(({ id, username }) => [id, username]);
    expect(users).to.deep.equal([
      [1, 'Anna'],
      [2, 'ANNA_2_'],
      [3, 'two_words_3'],
      [4, 'anna_2'],
      [5, '_5'],
      [6, `${'é'.repeat(110)}_6`],
    ]);
    for (const id of [2, 3, 5, 6]) {
      expect(
        lines.filter((line) => line.startsWith(`user ${id}: the name`)),
        String(id),
      ).to.have.length(1);
    }
  });

  it('brings over threads and messages: times, read states, the order of time', async () => {
    for (const id of [1, 2]) django.user(id, `user${id}`);
    django.thread(4, [2, 1], '2023-04-13 19:24:33.092757', '2023-04-13 19:24:34.5');
    django.message(10, 4, 1, '2023-04-13 19:24:35.000900', 'second', 1);
    django.message(11, 4, 2, '2023-04-13T19:24:35.000100Z', 'first');
    django.message(12, 4, 2, '2023-04-13 19:24:36+00:00', 'third 😀\u2028', 0);
    expect(await importChat()).to.deep.equal({ users: 2, threads: 1, messages: 3 });
    expect(
      (await messagesOf()).map(({ id, text, sender, isRead }) => [id, text, sender, isRead]),
    ).to.deep.equal([
      [1, 'first', 2, false],
      [2, 'second', 1, true],
      [3, 'third 😀\u2028', 2, false],
    ]);
    expect((await messagesOf()).map(({ created }) => created.getMilliseconds())).to.deep.equal([0, 0, 0]);
    const thread = { id: 4, participants: [1, 2], created: new Date('2023-04-13T19:24:33.092Z') };
    expect(await threadsOf()).to.deep.equal([{ ...thread, updated: new Date('2023-04-13T19:24:36Z') }]);
    expect(await store.read(({ users }) => users.unreadCount(1))).to.equal(2);
    expect(await store.read(({ users }) => users.unreadCount(2))).to.equal(0);
  });

  it('merges the threads of a pair into the oldest', async () => {
    for (const id of [1, 2, 3]) django.user(id, `user${id}`);
    django.thread(1, [1, 2], '2023-04-13 10:00:02');
    django.thread(2, [2, 1], '2023-04-13 10:00:01');
    django.thread(3, [3, 1], '2023-04-13 10:00:00');
    django.message(1, 1, 1, '2023-04-13 10:01:00', 'a');
    django.message(2, 2, 2, '2023-04-13 10:00:30', 'b');
    django.message(3, 3, 3, '2023-04-13 10:00:40', 'c');
    django.message(4, 2, 1, '2023-04-13 10:02:00', 'd');
    expect(await importChat()).to.deep.equal({ users: 3, threads: 2, messages: 4 });
    expect((await threadsOf()).map(({ id }) => id)).to.deep.equal([2, 3]);
    expect((await messagesOf()).map(({ id, thread, text }) => [id, thread, text])).to.deep.equal([
      [1, 2, 'b'],
      [2, 3, 'c'],
      [3, 2, 'a'],
      [4, 2, 'd'],
    ]);
    const merged = lines.filter((line) => line.startsWith('thread'));
    expect(merged).to.have.length(1);
    expect(merged[0]).to.match(/^thread 1: .*thread 2/);
  });

  it('skips what Duet cannot have, and says what and why', async () => {
    for (const id of [1, 2, 3]) django.user(id, `user${id}`);
    const time = '2023-04-13 10:00:00';
    django.thread(1, [1, 2], time);
    django.thread(2, [1, 2, 3], time);
    django.thread(3, [1], time);
    django.thread(4, [], time);
    django.thread(5, [1, 1], time);
    django.thread(6, [1, 99], time);
    django.thread(7, [1, 3], 'long ago');
    django.message(1, 2, 1, time, 'of three');
    django.message(2, 1, 3, time, 'from outside');
    django.message(3, 1, 1, time, ' \n');
    django.message(4, 1, 1, time, 'x'.repeat(5001));
    django.message(5, 1, 1, time, 'a\0b');
    django.message(6, 1, 1, time, null);
    django.message(7, 1, 1, 'never', 'when?');
    django.message(8, 99, 1, time, 'nowhere');
    django.message(9, 1, 1, time, 'x'.repeat(5000));
    expect(await importChat()).to.deep.equal({ users: 3, threads: 1, messages: 1 });
    const about = (kind: string) =>
      lines.filter((line) => line.startsWith(kind)).map((line) => line.replace(/: .*/, ''));
    const named = (kind: string, ids: number[]) => ids.map((id) => `${kind} ${id}`);
    expect(about('thread')).to.have.members(named('thread', [2, 3, 4, 5, 6, 7]));
    expect(about('message')).to.have.members(named('message', [1, 2, 3, 4, 5, 6, 7, 8]));
    expect(lines.find((line) => line.startsWith('thread 2:'))).to.include('3 participants');
    expect(lines.find((line) => line.startsWith('message 2:'))).to.include('user 3, takes no part');
  });

  it('skips what is at a time that never was', async () => {
    for (const id of [1, 2]) django.user(id, `user${id}`);
    django.thread(1, [1, 2], '2023-02-28 10:00:00');
    django.message(1, 1, 1, '2023-02-30 10:00:00', 'no such day');
    django.message(2, 1, 1, '2023-02-28 24:00:00', 'no such hour');
    expect(await importChat()).to.deep.equal({ users: 2, threads: 1, messages: 0 });
    expect(lines.filter((line) => /^message [12]: its time is unreadable/.test(line))).to.have.length(2);
  });

  it('dates nothing in the future, and says so', async () => {
    django.user(1, 'user1', { date_joined: '2024-02-01 00:00:01' });
    django.user(2, 'user2');
    django.thread(1, [1, 2], '2024-02-01 05:00:00', '2024-02-01 05:00:00');
    django.message(1, 1, 1, '2024-01-31 23:00:00', 'before');
    django.message(2, 1, 2, '2024-02-01 02:00:00', 'after');
    await importChat();
    expect((await usersOf())[0]?.created).to.deep.equal(clock.now());
    const [thread] = await threadsOf();
    expect([thread?.created, thread?.updated]).to.deep.equal([clock.now(), clock.now()]);
    expect((await messagesOf()).map(({ created }) => created)).to.deep.equal([
      new Date('2024-01-31T23:00:00Z'),
      clock.now(),
    ]);
    for (const what of ['user 1', 'thread 1', 'message 2']) {
      const about = lines.filter((line) => line.startsWith(what) && line.includes('future'));
      expect(about, what).not.to.be.empty;
    }
  });

  it('adds nothing the second time, also if more has come since', async () => {
    for (const id of [1, 2]) django.user(id, `user${id}`);
    django.thread(1, [1, 2], '2023-04-13 10:00:00');
    django.message(1, 1, 1, '2023-04-13 10:00:00', 'a');
    await importChat();
    const before = await records();
    django.user(3, 'user3');
    django.message(2, 1, 1, '2023-04-13 10:00:01', 'b');
    expect(await importChat()).to.equal(undefined);
    expect(await records()).to.deep.equal(before);
  });

  it('refuses a database that somebody else has filled', async () => {
    await addUsers(store, 'user1');
    django.user(1, 'user1');
    await expectRefusal(importChat(), 'database_not_empty');
  });

  it('finds the tables whatever the app is called', async () => {
    const other = join(folder, 'other.sqlite3');
    const chat = new DjangoChatFile(other, 'private_chat');
    chat.user(1, 'user1');
    chat.close();
    file = other;
    expect(await importChat()).to.deep.equal({ users: 1, threads: 0, messages: 0 });
  });

  it('refuses a file that is no such database', async () => {
    file = join(folder, 'empty.sqlite3');
    await writeFile(file, '');
    expect(await rejectionOf(importChat())).to.match(/no table of users/);
    await writeFile(file, 'Dear diary,\n'.repeat(100));
    expect(await rejectionOf(importChat())).to.match(/not a database/);
    file = join(folder, 'missing.sqlite3');
    expect(await rejectionOf(importChat())).to.be.instanceOf(Error);
  });
});
