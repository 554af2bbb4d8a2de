import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { idsOf, password, tally, times, type Body, type User } from '../support/client.js';
import { launch, processSuite, production, RemoteApi, sql } from '../support/process.js';
import { storeUrl } from '../support/service.js';

interface Sent {
  readonly sender: User;
  readonly thread: number;
  readonly text: string;
  readonly key: string | undefined;
  /** Known once it was acknowledged. */
  id?: number;
}

/** Refresh tokens of one family, in the order of their issue; all but the last are spent. */
type Family = string[];

/** All messages, by thread. */
type Histories = Map<number, Body[]>;

const names = ['ann', 'bob', 'cyd', 'dan', 'eve', 'fay'] as const;

processSuite('killed in the middle of load', () => {
  const env = production(storeUrl('better-sqlite3'));
  let api: RemoteApi;
  let people: Record<(typeof names)[number], User>;
  const threads: { id: number; members: [User, User] }[] = [];
  const sent: Sent[] = [];
  const marked = new Set<number>();
  const deleted: number[] = [];
  let killed = false;

  const rotate = async (family: Family) => {
    const answer = await api.anonymous('POST', '/auth/token/refresh', { refresh: family.at(-1) });
    if (answer.status === 200) family.push(answer.body.refresh);
    return answer;
  };

  const deliver = async (entry: Sent): Promise<number> => {
    const { sender, thread, text, key } = entry;
    const headers = key === undefined ? {} : { 'Idempotency-Key': key };
    const answer = await sender.call('POST', `/threads/${thread}/messages`, { text }, headers);
    expect(answer.status, answer.raw).to.be.oneOf([200, 201]);
    expect(answer.body).to.include({ thread, sender: sender.id, text });
    if (entry.id !== undefined) expect(answer.body.id, 'the first message').to.equal(entry.id);
    entry.id = answer.body.id;
    return answer.status;
  };

  const untilKilled = async (work: () => Promise<void>) => {
    try {
      for (;;) await work();
    } catch (error) {
      if (!killed || !(error instanceof TypeError)) throw error; // fetch fails with a TypeError
    }
  };

  /** Everybody writes, reads and refreshes at once until so many calls were answered. */
  const loadThenKill = async (calls: number, families: Family[]) => {
    let answered = 0;
    let family = 0;
    const done = () => {
      answered += 1;
      if (answered < calls || family < families.length - 1) return;
      killed = true;
      api.process.signal('SIGKILL');
    };
    killed = false;
    const writers = threads.flatMap(({ id, members }) =>
      members.map((sender) =>
        untilKilled(async () => {
          const key = sent.length % 2 === 0 ? undefined : randomUUID();
          const entry: Sent = { sender, thread: id, text: `№ ${sent.length} 🎵 ${randomUUID()}`, key };
          sent.push(entry);
          await deliver(entry);
          done();
        }),
      ),
    );
    const readers = threads.flatMap(({ id: thread, members }) =>
      members.map((reader, index) =>
        untilKilled(async () => {
          const inbox = sent.filter(
            (entry) => entry.thread === thread && entry.sender !== reader && entry.id,
          );
          const last = inbox.at(-2)?.id; // so that some stay unread
          if (last === undefined) {
            await reader.call('GET', '/threads');
            return;
          }
          const whole = answered % 3 === 0 && index === 0;
          const { status } = whole
            ? await reader.call('POST', `/threads/${thread}/read`, { up_to: last })
            : await reader.call('PATCH', `/messages/${last}`, { is_read: true });
          expect(status).to.equal(200);
          for (const { id = 0 } of inbox) if (id === last || (whole && id < last)) marked.add(id);
          done();
        }),
      ),
    );
    const churn = untilKilled(async () => {
      const { eve, fay } = people;
      const { id } = await api.open(eve, fay);
      await Promise.all([eve, fay].map((user) => api.send(user, id, 'soon gone')));
      expect((await fay.call('DELETE', `/threads/${id}`)).status).to.equal(204);
      deleted.push(id);
      done();
    });
    const refresher = untilKilled(async () => {
      const tokens = families[family]!;
      expect((await rotate(tokens)).status).to.equal(200);
      if (tokens.length > 3 && family < families.length - 1) family += 1;
      done();
    });
    await Promise.all([...writers, ...readers, churn, refresher]);
    expect((await api.process.ended).signal).to.equal('SIGKILL');
  };

  const readAll = async (): Promise<Histories> => {
    const histories: Histories = new Map();
    for (const user of Object.values(people)) {
      for (const { id } of await api.all(user.call, '/threads?limit=100')) {
        if (histories.has(id)) continue;
        histories.set(id, await api.all(user.call, `/threads/${id}/messages?limit=100`));
      }
    }
    return histories;
  };

  const checkMessages = (histories: Histories) => {
    const stored = new Map<string, Body>();
    for (const { id } of threads) {
      for (const message of histories.get(id) ?? []) {
        expect(stored.has(message.text), `twice: ${message.text}`).to.equal(false);
        stored.set(message.text, message);
      }
    }
    for (const { id, sender, thread, text, key } of sent) {
      const message = stored.get(text);
      if (id !== undefined) expect(message, 'acknowledged').to.include({ id, thread, sender: sender.id });
      if (key !== undefined) expect(message, 'sent again').to.be.an('object');
      stored.delete(text);
      if (marked.has(id ?? 0)) expect(message?.is_read, 'marked').to.equal(true);
    }
    expect([...stored.keys()], 'sent by nobody').to.deep.equal([]);
  };

  const checkCounts = async (histories: Histories) => {
    for (const user of Object.values(people)) {
      let sum = 0;
      for (const thread of await api.all(user.call, '/threads?limit=100')) {
        const messages = histories.get(thread.id) ?? [];
        const unread = messages.filter(({ sender, is_read }) => sender !== user.id && !is_read).length;
        expect(thread.unread_count, `unread by ${user.username}`).to.equal(unread);
        expect(thread.last_message).to.deep.equal(messages.at(-1) ?? null);
        sum += unread;
      }
      expect((await user.call('GET', '/users/me/unread-count')).body.count).to.equal(sum);
    }
    const [integrity, orphans, counts] = await sql(
      env['DATABASE_URL']!,
      'PRAGMA integrity_check',
      'PRAGMA foreign_key_check',
      'SELECT (SELECT count(*) FROM threads) AS threads, (SELECT count(*) FROM messages) AS messages',
    );
    expect(integrity).to.deep.equal([{ integrity_check: 'ok' }]);
    expect(orphans).to.deep.equal([]);
    const messages = [...histories.values()].flat().length;
    expect(counts, 'no orphans').to.deep.equal([{ threads: histories.size, messages }]);
    for (const id of deleted.slice(-20)) {
      expect((await people.eve.call('GET', `/threads/${id}`)).status, 'deleted').to.equal(404);
    }
  };

  const checkFamily = async (family: Family) => {
    const spent = family.at(-2);
    expect((await rotate(family)).status, 'the newest token').to.equal(200);
    for (const refresh of [spent, family.at(-1)]) {
      const { status, body } = await api.anonymous('POST', '/auth/token/refresh', { refresh });
      expect([status, body.code]).to.deep.equal([401, 'token_revoked']);
    }
  };

  before(async () => {
    api = new RemoteApi(await launch(env));
    people = await api.people(...names);
    const four = names.slice(0, 4).map((name) => people[name]);
    for (const [index, one] of four.entries()) {
      for (const other of four.slice(index + 1)) {
        threads.push({ id: (await api.open(one, other)).id, members: [one, other] });
      }
    }
  });

  for (const [round, calls] of [120, 200, 280].entries()) {
    it(`keeps what it acknowledged, once (${round + 1})`, async () => {
      const families = await times(4, async () => [(await api.signIn('ann', password)).body.refresh]);
      const before = sent.length;
      await loadThenKill(calls, families);
      api.process = await launch(env);

      const keyed = sent.slice(before).filter(({ key }) => key !== undefined);
      const again = keyed.filter(({ id }) => id === undefined);
      expect(again, 'sends that the crash cut').not.to.be.empty;
      await Promise.all(again.map(deliver));
      const repeated = await Promise.all(keyed.map(deliver));
      expect(tally(repeated.map((status) => ({ status })))).to.deep.equal({ 200: keyed.length });
      expect(new Set(idsOf(keyed as { id: number }[] as Body[])).size).to.equal(keyed.length);

      const histories = await readAll();
      checkMessages(histories);
      await checkCounts(histories);
      for (const family of families.slice(0, -1)) await checkFamily(family);
    });
  }
});
