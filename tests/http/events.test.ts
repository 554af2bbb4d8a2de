import { connect } from 'node:net';
import { expect } from 'chai';
import { wrap } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import { suite, times, until, type Body, type User } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';
import { stores, storeUrl } from '../support/service.js';

for (const store of stores) {
  suite(
    `events on ${store}`,
    (api) => {
      let ann: User;
      let bob: User;
      let cyd: User;
      let root: User;
      let thread: number;
      const open: EventStream[] = [];

      const follow = async ({ access }: { access: string }, lastId?: string) => {
        const stream = await EventStream.open(api.base, access, lastId);
        open.push(stream);
        return stream;
      };
      /** What the user has missed is over when this comes. */
      const mark = async (stream: EventStream, writer: User, other: User) => {
        const sent = await api.send(writer, (await api.open(writer, other)).id, 'mark');
        await until('the mark has come', async () =>
          stream.events.some(({ event, data }) => event === 'message.created' && data.id === sent.id),
        );
        return stream.events.map(({ event }) => event);
      };

      before(async () => {
        ({ ann, bob, cyd, root } = await api.people('ann', 'bob', 'cyd', 'root'));
        await api.promote(root, ann);
      });

      beforeEach(async () => {
        for (const { id } of await api.all(ann.call, '/threads')) await ann.call('DELETE', `/threads/${id}`);
        thread = (await api.open(ann, bob)).id;
      });

      afterEach(async () => {
        await Promise.all(open.splice(0).map((stream) => stream.cut()));
      });

      it('come as a stream that nobody stores, collects or packs', async () => {
        const { response, closed } = await follow(ann);
        const { headers } = response;
        expect(headers.get('cache-control')).to.equal('no-store, no-transform');
        expect(headers.get('x-accel-buffering')).to.equal('no');
        expect(headers.get('content-encoding')).to.equal(null);
        expect(headers.get('x-request-id')).to.be.a('string');
        await open[0]?.cut();
        await closed;
      });

      it('tell both of what happens in their thread, and nobody else', async () => {
        const others = await follow(cyd);
        await ann.call('DELETE', `/threads/${thread}`);
        const [hers, his] = [await follow(ann), await follow(bob)];
        const opened = await api.open(ann, bob);
        const first = await api.send(ann, opened.id, 'Hello');
        const second = await api.send(bob, opened.id, 'Hello you');
        // Each is told as it is by then: read, or left out once it is gone.
        const bothSee = (...names: string[]) => Promise.all([hers.expect(...names), his.expect(...names)]);
        const sent = ['thread.created', 'message.created', 'message.created'];
        await bothSee(...sent);
        await bob.call('PATCH', `/messages/${first.id}`, { is_read: true });
        await ann.call('POST', `/threads/${opened.id}/read`);
        const before = [...sent, 'message.read', 'message.read'];
        await bothSee(...before);
        await ann.call('DELETE', `/threads/${opened.id}`);
        const names = [...before, 'thread.deleted'];
        const seen = { ann: await hers.expect(...names), bob: await his.expect(...names) };
        for (const data of Object.values(seen)) {
          expect(data[0]).to.include({ id: opened.id });
          expect(data[1]).to.deep.include(first);
          expect(data[2]).to.deep.include(second);
          expect(data[3]).to.deep.include({ thread: opened.id, reader: bob.id, ids: [first.id] });
          expect(data[4]).to.deep.include({ thread: opened.id, reader: ann.id, up_to: second.id });
          expect(data[5]).to.deep.equal({ id: opened.id, total_unread: 0 });
        }
        const totals = (data: { total_unread?: number }[]) => data.map(({ total_unread }) => total_unread);
        // Hers and his own unread messages, where they changed.
        expect(totals(seen.ann)).to.deep.equal([undefined, undefined, 1, undefined, 0, 0]);
        expect(totals(seen.bob)).to.deep.equal([undefined, 1, undefined, 0, undefined, 0]);
        expect(await mark(others, ann, cyd)).to.deep.equal(['thread.created', 'message.created']);
      });

      it('tell of another name or picture who has a thread with the user, live and afterwards', async () => {
        const dan = await api.register(`dan-${store}`);
        await api.open(dan, ann);
        const followers = { ann: await follow(ann), dan: await follow(dan), cyd: await follow(cyd) };
        const [hers, his] = [followers.ann.lastId, followers.dan.lastId];
        await dan.call('PATCH', '/users/me', { name: 'Dan D.' });
        await dan.call('PATCH', '/users/me', { name: 'Dan D.' });
        await root.call('PATCH', `/users/${dan.id}`, { avatar_url: 'https://example.com/dan.png' });
        await root.call('PATCH', `/users/${dan.id}`, { username: `daniel-${store}` });
        const body = { password: dan.password };
        const names = ['user.updated', 'user.updated', 'user.updated'];
        const told = await followers.ann.expect(...names);
        expect(told.map(({ name }) => name)).to.deep.equal(['Dan D.', 'Dan D.', 'Dan D.']);
        expect(told[2]).to.deep.equal({
          id: dan.id,
          username: `daniel-${store}`,
          name: 'Dan D.',
          avatar_url: 'https://example.com/dan.png',
        });
        await followers.dan.expect(...names);
        for (const [user, since] of [
          [ann, hers],
          [dan, his],
        ] as const) {
          const resumed = await follow(user, since);
          expect((await resumed.expect(...names)).at(-1)).to.deep.equal(told[2]);
        }
        expect((await dan.call('DELETE', '/users/me', body)).status).to.equal(204);
        const [, , , erased] = await followers.ann.expect(...names, 'user.updated');
        expect(erased).to.deep.equal({
          id: dan.id,
          username: `deleted:${dan.id}`,
          name: null,
          avatar_url: null,
        });
        expect(await mark(followers.cyd, bob, cyd)).to.deep.equal(['thread.created', 'message.created']);
      });

      it('do not tell what did not happen', async () => {
        const message = await api.send(bob, thread, 'Hello');
        const key = { 'Idempotency-Key': `key of ${thread}` };
        await bob.call('POST', `/threads/${thread}/messages`, { text: 'Once' }, key);
        await ann.call('POST', `/threads/${thread}/read`);
        const stream = await follow(ann);
        await bob.call('POST', `/threads/${thread}/messages`, { text: 'Once' }, key);
        await bob.call('POST', `/threads/${thread}/messages`, { text: '' });
        await ann.call('PATCH', `/messages/${message.id}`, { is_read: true });
        await ann.call('POST', `/threads/${thread}/read`);
        await api.open(bob, ann);
        expect(await mark(stream, bob, ann)).to.deep.equal(['message.created']);
      });

      it('start at now without an id', async () => {
        await api.send(bob, thread, 'before');
        const stream = await follow(ann);
        const after = await api.send(bob, thread, 'after');
        const [data] = await stream.expect('message.created');
        expect(data).to.deep.include(after);
      });

      it('go on after any of them, without a gap and without a repeat', async () => {
        const stream = await follow(ann);
        const texts = Array.from({ length: 5 }, (_, index) => `${index}`);
        for (const text of texts) await api.send(bob, thread, text);
        await stream.expect(...texts.map(() => 'message.created'));
        const start = stream.response.headers.get('last-event-id') ?? undefined;
        const ids = [start, ...stream.events.map(({ id }) => id)];
        await stream.cut();
        for (const [index, id] of ids.entries()) {
          const resumed = await follow(ann, id);
          const data = await resumed.expect(...texts.slice(index).map(() => 'message.created'));
          expect(data.map(({ text }) => text)).to.deep.equal(texts.slice(index));
          await resumed.cut();
        }
      });

      it('that came before the first one are not lost when the stream is cut at once', async () => {
        const stream = await follow(ann);
        await stream.cut();
        await api.send(bob, thread, 'in between');
        const [data] = await (await follow(ann, stream.lastId)).expect('message.created');
        expect(data?.text).to.equal('in between');
      });

      it('come in many batches when many were missed', async () => {
        const stream = await follow(ann);
        await stream.cut();
        const sent = await times(250, (index) => api.send(bob, thread, `message ${index}`));
        const resumed = await follow(ann, stream.lastId);
        const data = await resumed.expect(...sent.map(() => 'message.created'));
        const inOrder = sent.map(({ id }) => id).sort((one, other) => one - other);
        expect(data.map(({ id }) => id)).to.deep.equal(inOrder);
        // The stream is live from there on.
        await api.send(bob, thread, 'live');
        await resumed.expect(...sent.map(() => 'message.created'), 'message.created');
      });

      it('leave out what is gone when they are read', async () => {
        const stream = await follow(ann);
        await stream.cut();
        await api.send(bob, thread, 'gone');
        await bob.call('DELETE', `/threads/${thread}`);
        const [data] = await (await follow(ann, stream.lastId)).expect('thread.deleted');
        expect(data).to.deep.equal({ id: thread, total_unread: 0 });
      });

      it('are not known after an id of another database', async () => {
        // Between log and id, a place on PostgreSQL has its timeline and what was seen.
        const strangers = [
          (log: string, seen: string, id: string, time: string) =>
            `${log === '00000000' ? '11111111' : '00000000'}${seen}-${id}-${time}`,
          (log: string, seen: string, id: string, time: string) =>
            `${log}${seen}-${Number(id) + 1_000_000}-${time}`, // the future
          (log: string, seen: string, id: string, time: string) => `${log}${seen}-${id}-1${time}`, // the same place in another past
          (log: string, seen: string, id: string, time: string) =>
            `${log}-1.2-${id}-${seen === '' ? '' : 1}${time}`, // a store of another kind
        ];
        for (const strange of strangers) {
          const stream = await follow(ann);
          await stream.cut();
          const id = stream.lastId ?? '';
          const [, log = '', seen = '', number = '', time = ''] = /^(\w+?)(-.+)?-(\d+)-(\w+)$/.exec(id) ?? [];
          const resumed = await follow(ann, strange(log, seen, number, time));
          await resumed.expect('reset');
          const reset = resumed.events[0]!;
          expect(reset).to.deep.include({ event: 'reset', data: {} });
          expect(reset.id, 'a place of this log').to.match(new RegExp(`^${log}-`));
          const sent = await api.send(bob, thread, 'goes on');
          const [, data] = await resumed.expect('reset', 'message.created');
          expect(data).to.deep.include(sent);
          await resumed.cut();
          const [again] = await (await follow(ann, reset.id)).expect('message.created');
          expect(again).to.deep.equal(data);
        }
      });

      it('are refused after what is no id', async () => {
        for (const id of [
          'nonsense',
          '1',
          'deadbeef',
          'deadbeef-',
          'DEADBEEF-1-2',
          `deadbeef-${'1'.repeat(5000)}`,
        ]) {
          const { status, body } = await ann.call('GET', '/events', undefined, { 'Last-Event-ID': id });
          expect(status, id).to.equal(400);
          expect(body.errors?.[0]).to.include({ in: 'header', field: 'last-event-id' });
        }
      });

      it('are for those who have a token', async () => {
        expect((await api.anonymous('GET', '/events')).status).to.equal(401);
        expect((await api.as('nonsense')('GET', '/events')).status).to.equal(401);
      });

      it('have a head without a body', async () => {
        const response = await fetch(`${api.base}/events`, {
          method: 'HEAD',
          headers: { authorization: `Bearer ${ann.access}` },
        });
        expect(response.status).to.equal(200);
        expect(response.headers.get('content-type')).to.match(/^text\/event-stream/);
        expect(await response.text()).to.equal('');
      });

      it('end when the user is deactivated', async () => {
        const gone = await api.register(`gone ${store}`.replaceAll(' ', '-'));
        const [stays, ends] = [await follow(ann), await follow(gone)];
        await api.service.deactivate(gone.id);
        await until('the stream has ended', async () => ends.ended, 2000);
        expect(stays.ended).to.equal(false);
      });

      it('are limited to 20 streams a user', async () => {
        const streams = await times(20, () => follow(bob));
        const { status, body } = await bob.call('GET', '/events');
        expect([status, body.code]).to.deep.equal([429, 'too_many_streams']);
        await follow(ann);
        await streams[0]!.cut();
        await until('there is room again', async () => {
          const response = await fetch(`${api.base}/events`, {
            headers: { authorization: `Bearer ${bob.access}` },
          });
          await response.body?.cancel();
          return response.status === 200;
        });
      });

      describe('of typing', () => {
        const type = (user: User, id = thread) => user.call('POST', `/threads/${id}/typing`);

        it('reach the other one, and come once', async () => {
          const [hers, his] = [await follow(ann), await follow(bob)];
          expect((await type(ann)).status).to.equal(204);
          const [data] = await his.expect('typing');
          expect(data).to.deep.equal({ thread, user: ann.id });
          expect(his.events[0]?.id).to.equal(undefined);
          await his.cut();
          expect(await mark(await follow(bob, his.lastId), ann, bob)).to.deep.equal(['message.created']);
          expect(await mark(hers, bob, ann)).to.deep.equal(['message.created', 'message.created']);
        });

        it('do not pass a block', async () => {
          const his = await follow(bob);
          await bob.call('PUT', `/users/${ann.id}/block`);
          const answers = await Promise.all([type(ann), type(bob)]);
          expect(answers.map(({ body }) => body.code)).to.deep.equal(['blocked', 'blocked']);
          await bob.call('DELETE', `/users/${ann.id}/block`);
          expect(await mark(his, ann, bob)).to.deep.equal(['message.created']);
        });

        it('are for participants', async () => {
          const answers = await Promise.all([type(cyd), type(root), type(ann, 999_999)]);
          expect(answers.map(({ status }) => status)).to.deep.equal([404, 403, 404]);
          expect(answers[1].body.code).to.equal('not_a_participant');
          expect((await ann.call('POST', '/threads/0/typing')).status).to.equal(400);
        });
      });
    },
    () => ({ DATABASE_URL: storeUrl(store) }),
  );
}

suite(
  'events and a reader who stops reading',
  (api) => {
    it('end, and go on where the reader was', async () => {
      const { ann, bob } = await api.people('ann', 'bob');
      const { id } = await api.open(ann, bob);
      const { hostname, port } = new URL(api.base);
      const socket = connect(Number(port), hostname).pause();
      let raw = '';
      const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
      const first = await EventStream.open(api.base, ann.access);
      const start = first.lastId ?? '';
      await first.cut();
      socket.write(
        `GET /api/v1/events HTTP/1.1\r\nHost: duet\r\nAuthorization: Bearer ${ann.access}\r\n` +
          `Last-Event-ID: ${start}\r\n\r\n`,
      );
      const sent: number[] = [];
      // More than the kernel keeps for a connection.
      const text = '🎉'.repeat(5000);
      await until(
        'the stream is cut off',
        async () => {
          for (let n = 0; n < 20; n += 1) sent.push((await api.send(bob, id, text)).id);
          const metrics = await (await fetch(`${api.service.url}/metrics`)).text();
          return /^duet_event_streams_cut_total 1$/m.test(metrics);
        },
        60_000,
      );
      socket.setEncoding('utf8').on('data', (piece: string) => (raw += piece));
      socket.resume();
      await closed;
      // An event that did not come whole is none, and its id may have come.
      const whole = raw.slice(0, raw.lastIndexOf('\n\n'));
      const got = [...whole.matchAll(/^id: (\S+)\ndata: \{"id":(\d+),/gm)];
      expect(got.length).to.be.below(sent.length);
      const resumed = await EventStream.open(api.base, ann.access, got.at(-1)?.[1] ?? start);
      await until(
        'the rest has come',
        async () => resumed.events.some(({ data }) => data.id === sent.at(-1)),
        60_000,
      );
      await resumed.cut();
      const all = [
        ...got.map(([, , message]) => Number(message)),
        ...resumed.events.map(({ data }) => data.id),
      ];
      expect(all).to.deep.equal(sent);
    });
  },
  () => ({ DATABASE_URL: storeUrl('memory') }),
  wrap(tokens.httpOptions, (options) => ({ ...options, heartbeat: 100 })),
);

suite(
  'events and tokens',
  (api) => {
    it('end with the token, and go on with the next', async () => {
      const { ann, bob } = await api.people('ann', 'bob');
      const { id } = await api.open(ann, bob);
      const { access } = await api.logIn('ann');
      const stream = await EventStream.open(api.base, access);
      await until('the token has expired', async () => stream.ended, 5000);
      await until(
        'requests are refused, too',
        async () => (await api.as(access)('GET', '/users/me')).status === 401,
      );
      const writer = await api.logIn('bob');
      const sent: Body = await api.send(writer, id, 'meanwhile');
      const next = await EventStream.open(api.base, (await api.logIn('ann')).access, stream.lastId);
      const [data] = await next.expect('message.created');
      expect(data).to.deep.include(sent);
      await next.cut();
    });
  },
  () => ({ ACCESS_TOKEN_SECONDS: '2' }),
);
