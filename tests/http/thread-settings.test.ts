import { expect } from 'chai';
import { PostNotice } from '../../src/application/conversation/post-notice.js';
import { SystemClock } from '../../src/infrastructure/system-clock.js';
import { suite, until, type Body, type User } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';
import { stores, storeUrl } from '../support/service.js';

for (const store of stores) {
  suite(
    `threads by key, their settings and notices, on ${store}`,
    (api) => {
      let ann: User;
      let bob: User;
      let cyd: User;
      let root: User;

      before(async () => {
        ({ ann, bob, cyd, root } = await api.people('ann', 'bob', 'cyd', 'root'));
        await api.promote(root, ann);
      });

      beforeEach(async () => {
        for (const { id } of await api.all(ann.call, '/threads?archived=all')) {
          await ann.call('DELETE', `/threads/${id}`);
        }
      });

      const open = (user: User, body: object) => user.call('POST', '/threads', body);
      const idsOf = async (user: User, query = '') => {
        const { status, body } = await user.call('GET', `/threads${query}`);
        expect(status, body.detail).to.equal(200);
        return [body.count, body.results.map(({ id }) => id)];
      };
      const notice = (thread: number, text: string, idempotencyKey?: string) =>
        new PostNotice(api.service.store, new SystemClock()).execute({
          ...{ caller: { id: undefined, role: 'admin', service: 'shop' }, thread },
          ...{ content: { text, metadata: { order: 42 } }, idempotencyKey },
        });

      it('are opened once for each key, with metadata that a second opening leaves alone', async () => {
        const plain = (await open(ann, { participants: [bob.id] })).body;
        expect([plain.key, plain.metadata, plain.archived, plain.muted]).to.deep.equal([
          null,
          {},
          false,
          false,
        ]);
        const about = { participants: [bob.id], key: 'listing:7', metadata: { title: 'A bicycle' } };
        const first = await open(ann, about);
        expect([first.status, first.body.key, first.body.metadata]).to.deep.equal([
          201,
          'listing:7',
          { title: 'A bicycle' },
        ]);
        const again = await open(bob, {
          participants: [ann.id],
          key: 'listing:7',
          metadata: { title: 'Other' },
        });
        expect([again.status, again.body]).to.deep.equal([200, first.body]);
        expect((await ann.call('GET', `/threads/${first.body.id}`)).body).to.deep.equal(first.body);
      });

      it('refuse keys and metadata that are none', async () => {
        for (const [more, field] of [
          [{ key: '' }, 'key'],
          [{ key: null }, 'key'],
          [{ key: 'a b' }, 'key'],
          [{ key: 'x'.repeat(101) }, 'key'],
          [{ key: 7 }, 'key'],
          [{ metadata: [] }, 'metadata'],
          [{ metadata: 'text' }, 'metadata'],
          [{ metadata: { a: 'x'.repeat(4096) } }, 'metadata'],
          [{ metadata: { a: { b: { c: { d: {} } } } } }, 'metadata'],
        ] as const) {
          const { status, body } = await open(ann, { participants: [bob.id], ...more });
          expect([status, body.code, body.errors?.[0]?.field]).to.deep.equal([
            400,
            'validation_error',
            field,
          ]);
        }
        expect((await open(ann, { participants: [bob.id], metadata: null })).body.metadata).to.deep.equal({});
      });

      it('give metadata back as it came, whatever its properties are called', async () => {
        const json = `{"participants":[${bob.id}],"key":"odd","metadata":{"__proto__":{"a":1},"constructor":"\\u0000","ü":[null,1.5]}}`;
        const answer = await fetch(`${api.base}/threads`, {
          method: 'POST',
          headers: { authorization: `Bearer ${ann.access}`, 'content-type': 'application/json' },
          body: json,
        });
        expect(answer.status).to.equal(201);
        const { metadata } = (await answer.json()) as Body;
        expect(JSON.stringify(metadata)).to.equal(
          '{"__proto__":{"a":1},"constructor":"\\u0000","ü":[null,1.5]}',
        );
        const { id } = (await open(ann, { participants: [bob.id], key: 'odd' })).body;
        const { raw } = await ann.call('GET', `/threads/${id}`);
        expect(raw).to.include('"metadata":{"__proto__":{"a":1},"constructor":"\\u0000","ü":[null,1.5]}');
      });

      it('are listed by the other, by key, and archived or not; links keep it', async () => {
        const ids: number[] = [];
        for (const [user, key] of [
          [bob, 'a'],
          [bob, 'b'],
          [cyd, 'a'],
          [bob, undefined],
        ] as const) {
          ids.push((await open(ann, { participants: [user.id], ...(key && { key }) })).body.id);
        }
        const [first, second, third, fourth] = ids;
        await ann.call('PATCH', `/threads/${first}`, { archived: true });
        expect(await idsOf(ann)).to.deep.equal([3, [fourth, third, second]]);
        expect(await idsOf(ann, '?archived=true')).to.deep.equal([1, [first]]);
        expect(await idsOf(ann, `?archived=all&with=${bob.id}`)).to.deep.equal([3, [fourth, second, first]]);
        expect(await idsOf(ann, '?key=a&archived=all')).to.deep.equal([2, [third, first]]);
        expect(await idsOf(ann, `?with=${bob.id}&key=b`)).to.deep.equal([1, [second]]);
        expect(await idsOf(ann, `?with=${bob.id}&key=`)).to.deep.equal([1, [fourth]]);
        expect(await idsOf(bob)).to.deep.equal([3, [fourth, second, first]]);
        const page = await ann.call('GET', `/threads?archived=all&key=a&limit=1`);
        expect(await idsOf(ann, page.body.next?.replace(/^.*\/threads/, ''))).to.deep.equal([2, [first]]);
        const others = await root.call('GET', `/users/${ann.id}/threads?archived=true`);
        expect(others.body.results.map(({ id, archived }) => [id, archived])).to.deep.equal([[first, true]]);
        for (const query of ['?key=', '?archived=yes', '?archived=', `?with=${bob.id}&key=a%20b`]) {
          expect((await ann.call('GET', `/threads${query}`)).status, query).to.equal(400);
        }
      });

      it('are archived and muted by each for themselves', async () => {
        const { id } = await api.open(ann, bob);
        const changed = await ann.call('PATCH', `/threads/${id}`, { archived: true, muted: true });
        expect([changed.status, changed.body.archived, changed.body.muted]).to.deep.equal([200, true, true]);
        const { body } = await bob.call('GET', `/threads/${id}`);
        expect([body.archived, body.muted]).to.deep.equal([false, false]);
        const seen = (await root.call('GET', `/threads/${id}`)).body;
        expect([seen.archived, seen.muted, seen.unread_count]).to.deep.equal([null, null, null]);
        await api.send(ann, id, 'mine');
        expect(await idsOf(ann)).to.deep.equal([0, []]);
        await api.send(bob, id, 'theirs');
        expect(await idsOf(ann)).to.deep.equal([1, [id]]);
        const back = (await ann.call('GET', `/threads/${id}`)).body;
        expect([back.archived, back.muted]).to.deep.equal([false, true]);
      });

      it('are changed by those who may', async () => {
        const { id } = await api.open(ann, bob);
        const change = async (user: User, body: object) => {
          const answer = await user.call('PATCH', `/threads/${id}`, body);
          return [answer.status, answer.body.code];
        };
        for (const body of [{}, { archived: 1 }, { archived: null }, { key: 'a' }, { metadata: 7 }]) {
          expect(await change(ann, body)).to.deep.equal([400, 'validation_error']);
        }
        expect(await change(ann, { metadata: { a: 1 } })).to.deep.equal([403, 'admins_only']);
        expect(await change(ann, { archived: true, metadata: {} })).to.deep.equal([403, 'admins_only']);
        expect(await change(root, { muted: true })).to.deep.equal([403, 'not_a_participant']);
        expect(await change(cyd, { muted: true })).to.deep.equal([404, 'thread_not_found']);
        expect(await change(root, { metadata: { a: 1 } })).to.deep.equal([200, undefined]);
        const { body } = await ann.call('GET', `/threads/${id}`);
        expect([body.metadata, body.archived]).to.deep.equal([{ a: 1 }, false]);
        expect((await ann.call('PATCH', '/threads/999999', { muted: true })).status).to.equal(404);
      });

      it('tell of their changes: what is one’s own oneself, the metadata both', async () => {
        const { id } = await api.open(ann, bob);
        const [anns, bobs] = await Promise.all(
          [ann, bob].map(({ access }) => EventStream.open(api.base, access)),
        );
        try {
          const start = bobs!.lastId;
          await ann.call('PATCH', `/threads/${id}`, { archived: true });
          await ann.call('PATCH', `/threads/${id}`, { archived: true });
          await root.call('PATCH', `/threads/${id}`, { metadata: { title: 'New' } });
          const told = ({ events }: EventStream) =>
            events.map(({ event, data }) => [event, data.archived, data.metadata]);
          await until('both are told', async () =>
            [anns, bobs].every(
              (stream) =>
                stream!.events.length > 0 && stream!.events.at(-1)?.data.metadata['title'] === 'New',
            ),
          );
          // As it is when it is read, which may be later.
          expect(told(anns!).map(([event, archived]) => [event, archived])).to.deep.equal([
            ['thread.updated', true],
            ['thread.updated', true],
          ]);
          expect(told(bobs!)).to.deep.equal([['thread.updated', false, { title: 'New' }]]);
          await bobs!.cut();
          const resumed = await EventStream.open(api.base, bob.access, start);
          await until('it came again', async () => resumed.events.length > 0);
          await api.send(ann, id, 'end');
          await until('the end came', async () => resumed.events.at(-1)?.event === 'message.created');
          expect(resumed.events.map(({ event }) => event)).to.deep.equal([
            'thread.updated',
            'message.created',
          ]);
          await resumed.cut();
        } finally {
          await anns!.cut();
        }
      });

      it('have notices, which nobody sends and nobody has to read', async () => {
        const { id } = await api.open(ann, bob);
        await bob.call('PUT', `/users/${ann.id}/block`);
        await ann.call('PATCH', `/threads/${id}`, { archived: true });
        const { message } = await notice(id, 'Order 42 was paid', 'key');
        const repeat = await notice(id, 'Order 42 was paid', 'key');
        expect([repeat.sent, repeat.message.id]).to.deep.equal([false, message.id]);
        const { body } = await ann.call('GET', `/messages/${message.id}`);
        expect(body).to.deep.include({
          ...{ sender: null, kind: 'system', text: 'Order 42 was paid', is_read: true },
          metadata: { order: 42 },
        });
        const [thread] = (await ann.call('GET', '/threads')).body.results;
        expect([thread?.last_message, thread?.unread_count]).to.deep.equal([body, 0]);
        expect((await bob.call('GET', '/users/me/unread-count')).body.count).to.equal(0);
        const marked = await bob.call('PATCH', `/messages/${message.id}`, { is_read: true });
        expect([marked.status, marked.body]).to.deep.equal([200, body]);
        expect((await root.call('PATCH', `/messages/${message.id}`, { is_read: true })).status).to.equal(403);
        expect((await bob.call('POST', `/threads/${id}/read`)).body).to.deep.equal({ marked: 0 });
        await bob.call('DELETE', `/users/${ann.id}/block`);
      });

      it('have messages with metadata, of the kind that their sender may send', async () => {
        const { id } = await api.open(ann, bob);
        const send = (user: User, body: object) => user.call('POST', `/threads/${id}/messages`, body);
        const sent = await send(ann, { text: 'Hi', kind: 'user', metadata: { draft: 1 } });
        expect(sent.status).to.equal(201);
        expect(sent.body).to.deep.include({ kind: 'user', sender: ann.id, metadata: { draft: 1 } });
        for (const user of [ann, root]) {
          const refused = await send(user, { text: 'Paid', kind: 'system' });
          expect([refused.status, refused.body.code]).to.deep.equal([403, 'services_only']);
        }
        for (const more of [{ kind: 'other' }, { kind: null }, { metadata: 1 }]) {
          expect((await send(ann, { text: 'Hi', ...more })).status).to.equal(400);
        }
      });
    },
    () => ({ DATABASE_URL: storeUrl(store) }),
  );
}

suite(
  'threads that only the host application opens and deletes',
  (api) => {
    it('are opened by admins, and found by everybody', async () => {
      const { ann, bob, root } = await api.people('ann', 'bob', 'root');
      const { id } = await (async () => {
        await api.promote(root, ann);
        const body = { participants: [ann.id, bob.id], key: 'order:1' };
        return (await root.call('POST', '/threads', body)).body;
      })();
      const refused = await ann.call('POST', '/threads', { participants: [bob.id] });
      expect([refused.status, refused.body.code]).to.deep.equal([403, 'opening_closed']);
      const found = await bob.call('POST', '/threads', { participants: [ann.id], key: 'order:1' });
      expect([found.status, found.body.id]).to.deep.equal([200, id]);

      const kept = await ann.call('DELETE', `/threads/${id}`);
      expect([kept.status, kept.body.code]).to.deep.equal([403, 'deletion_closed']);
      expect((await ann.call('DELETE', '/threads/999999')).status).to.equal(404);
      expect((await ann.call('PATCH', `/threads/${id}`, { archived: true })).status).to.equal(200);
      expect((await root.call('DELETE', `/threads/${id}`)).status).to.equal(204);
    });
  },
  () => ({ THREADS_OPENED_BY: 'service', THREADS_DELETED_BY: 'service' }),
);
