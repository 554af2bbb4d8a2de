import { expect } from 'chai';
import { replace } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import { suite, until, type Answer, type Body, type Host, type User } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';
import { Receiver } from '../support/receiver.js';

/** The fields of webhooks and deliveries. */
type Given = Body & {
  secret: string;
  url: string;
  events: string[];
  delay: number;
  only_unread: boolean;
  off_reason: string | null;
  failing_since: string | null;
  next_attempt: string | null;
  webhook_id: string;
  attempts: number;
  delivered: boolean;
  error: string | null;
  response: string | null;
};

const given = ({ body }: Answer): Given => body as Given;

const quick = replace(tokens.couriersOptions, { pauses: [150, 300], look: 100 });

suite(
  'webhooks',
  (api) => {
    let shop: Host;
    let root: User;
    let ann: User;
    let bob: User;
    let thread: number;
    let receiver: Receiver;
    const made: number[] = [];

    before(async () => {
      ({ ann, bob, root } = await api.people('ann', 'bob', 'root'));
      await api.promote(root, ann);
      shop = await api.host('shop');
      thread = (await api.open(ann, bob)).id;
    });

    beforeEach(async () => {
      receiver = await new Receiver().start();
    });

    afterEach(async () => {
      for (const id of made.splice(0)) await shop.call('DELETE', `/webhooks/${id}`);
      await receiver.stop();
    });

    const create = async (settings: object = {}, url = receiver.url): Promise<Given> => {
      const answer = await shop.call('POST', '/webhooks', { url, events: ['*'], ...settings });
      expect(answer.status, answer.raw).to.equal(201);
      made.push(answer.body.id);
      receiver.secret ??= given(answer).secret;
      return given(answer);
    };
    const get = async (id: number): Promise<Given> => given(await shop.call('GET', `/webhooks/${id}`));
    const deliveries = async (id: number, call = shop.call): Promise<Given[]> =>
      (await call('GET', `/webhooks/${id}/deliveries`)).body.results as Given[];
    const send = (text: string, sender = ann, where = thread) => api.send(sender, where, text);
    const taken = (count: number) => until(`${count} are taken`, async () => receiver.taken.length >= count);
    const refused = (answer: Answer, status: number, code: string) => {
      expect([answer.status, answer.body.code], answer.raw).to.deep.equal([status, code]);
    };

    describe('are made, changed and removed', () => {
      it('shows the secret once, and what was chosen', async () => {
        const { secret, ...shown } = await create({
          events: ['message.created'],
          delay: 5,
          only_unread: true,
        });
        expect(secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
        expect(await get(shown.id)).to.deep.equal(shown);
        expect(shown).to.deep.include({ delay: 5, only_unread: true, status: 'active', off_reason: null });
        expect((await shop.call('GET', '/webhooks')).body.results).to.deep.include(shown);
      });

      it('says where it is', async () => {
        const answer = await shop.call('POST', '/webhooks', { url: receiver.url, events: ['user.created'] });
        made.push(answer.body.id);
        const { pathname } = new URL(answer.headers.get('location') ?? '');
        expect(pathname).to.equal(`/api/v1/webhooks/${answer.body.id}`);
      });

      it('refuses what is no settings of one', async () => {
        for (const wrong of [
          { url: 'ftp://shop.example/' },
          { url: 'https://user:secret@shop.example/' },
          { url: 'https://shop.example/#part' },
          { url: `https://shop.example/${'x'.repeat(2048)}` },
          { url: 'shop.example' },
          { url: 7 },
          { events: [] },
          { events: ['message.sent'] },
          { events: ['message.created', 'message.created'] },
          { events: 'message.created' },
          { delay: -1 },
          { delay: 604_801 },
          { delay: 1.5 },
          { delay: '5' },
          { only_unread: 1 },
          { description: 'x'.repeat(201) },
          { active: true },
        ]) {
          const body = { url: receiver.url, events: ['*'], ...wrong };
          refused(await shop.call('POST', '/webhooks', body), 400, 'validation_error');
        }
      });

      it('is for admins and services', async () => {
        const { id } = await create();
        for (const [method, path, body] of [
          ['POST', '/webhooks', { url: receiver.url, events: ['*'] }],
          ['GET', '/webhooks', undefined],
          ['GET', `/webhooks/${id}`, undefined],
          ['PATCH', `/webhooks/${id}`, { delay: 1 }],
          ['DELETE', `/webhooks/${id}`, undefined],
          ['POST', `/webhooks/${id}/secret`, undefined],
          ['POST', `/webhooks/${id}/test`, undefined],
          ['GET', `/webhooks/${id}/deliveries`, undefined],
          ['POST', `/webhooks/${id}/deliveries/1/retry`, undefined],
        ] as const) {
          refused(await ann.call(method, path, body), 403, 'admins_only');
          refused(await shop.actAs(ann)(method, path, body), 403, 'admins_only');
        }
        expect((await root.call('GET', `/webhooks/${id}`)).status).to.equal(200);
      });

      it('is unknown before and after', async () => {
        const { id } = await create();
        expect((await shop.call('DELETE', `/webhooks/${id}`)).status).to.equal(204);
        for (const wrong of [id, id + 1]) {
          refused(await shop.call('GET', `/webhooks/${wrong}`), 404, 'webhook_not_found');
          refused(await shop.call('PATCH', `/webhooks/${wrong}`, { delay: 1 }), 404, 'webhook_not_found');
          refused(await shop.call('DELETE', `/webhooks/${wrong}`), 404, 'webhook_not_found');
          refused(await shop.call('GET', `/webhooks/${wrong}/deliveries`), 404, 'webhook_not_found');
        }
        refused(await shop.call('GET', '/webhooks/x'), 400, 'validation_error');
      });

      it('is in the audit trail, without its address', async () => {
        const { id } = await create({}, `${receiver.url}?token=secret`);
        await shop.call('PATCH', `/webhooks/${id}`, { delay: 3, active: false });
        const entries = await api.service.store.read(({ auditTrail }) => auditTrail.latest(2));
        const { origin } = new URL(receiver.url);
        expect(entries.map(({ action, service, details }) => [action, service, details])).to.deep.equal([
          ['change', 'shop', `${origin}: delay, paused`],
          ['create', 'shop', origin],
        ]);
      });
    });

    describe('are told', () => {
      it('of a message all that a push needs', async () => {
        await create({ events: ['message.created'] });
        const stream = await EventStream.open(api.base, bob.access);
        const sent = await send('Hello, Bob');
        await taken(1);
        await stream.cut();
        const [told] = receiver.taken;
        const { body: message } = await ann.call('GET', `/messages/${sent.id}`);
        const { body: seen } = await root.call('GET', `/threads/${thread}`);
        const { body: account } = await root.call('GET', `/users/${bob.id}`);
        expect(told?.type).to.equal('message.created');
        const recorded = Date.parse(String(told?.timestamp)) - Date.parse(message.created);
        expect(recorded, 'milliseconds until the event was recorded').to.be.at.least(0);
        expect(told?.data).to.deep.equal({
          message,
          thread: seen,
          recipient: { ...account, online: true, muted: false },
        });
      });

      it('whether the recipient is there and wants to be disturbed', async () => {
        await create({ events: ['message.created'] });
        await bob.call('PATCH', `/threads/${thread}`, { muted: true });
        await send('Psst');
        await taken(1);
        await bob.call('PATCH', `/threads/${thread}`, { muted: false });
        expect(receiver.taken[0]?.data['recipient']).to.deep.include({ online: false, muted: true });
      });

      it('of what happens, each type with its participants', async () => {
        const { cy } = await api.people('cy');
        await create();
        const opened = await api.open(ann, cy);
        const { id } = await send('One', ann, opened.id);
        await cy.call('POST', `/threads/${opened.id}/read`);
        await shop.call('POST', `/threads/${opened.id}/messages`, { text: 'Paid.', kind: 'system' });
        await ann.call('DELETE', `/threads/${opened.id}`);
        await until('the deletion is told', async () => receiver.of('thread.deleted').length === 1);
        const participants = [ann.id, cy.id];
        const kinds = receiver.taken.map(({ type }) => type);
        expect(kinds.at(-1)).to.equal('thread.deleted');
        expect(receiver.of('thread.deleted')[0]?.data).to.deep.equal({ id: opened.id, participants });
        for (const { data } of receiver.of('message.read')) {
          expect(data).to.deep.equal({ thread: opened.id, reader: cy.id, up_to: id, participants });
        }
        for (const { data } of receiver.of('message.created')) {
          const { message, recipient } = data as { message: Body; recipient: Body | null };
          expect(recipient === null, 'a notice is for both').to.equal(message.kind === 'system');
        }
      });

      it('only of the types that were asked for', async () => {
        await create({ events: ['message.read'] });
        await send('To be read');
        await bob.call('POST', `/threads/${thread}/read`);
        await taken(1);
        expect(receiver.received.map(({ type }) => type)).to.deep.equal(['message.read']);
      });

      it('in order within a thread, each once, however slow', async () => {
        await create({ events: ['message.created'] });
        receiver.answer = async () => new Promise((resolve) => setTimeout(resolve, 5));
        const texts = Array.from({ length: 150 }, (_, index) => `number ${index}`);
        for (const text of texts) await send(text);
        await taken(150);
        const told = receiver.received.map(({ data }) => (data['message'] as Body).text);
        expect(told).to.deep.equal(texts);
        expect(new Set(receiver.received.map(({ key }) => key)).size).to.equal(150);
      });

      it('later, if they want that, and not of what was read or deleted until then', async () => {
        await create({ events: ['message.created'], delay: 2, only_unread: true });
        const early = Date.now();
        const [read, deleted, left] = [await send('read'), await send('deleted'), await send('left')];
        await bob.call('PATCH', `/messages/${read.id}`, { is_read: true });
        await api.service.store.run(async ({ conversations }) => {
          const answer = await conversations.hold({ message: deleted.id });
          const { deleteMessage } = await import('../../src/domain/conversation/conversation.js');
          const byAdmin = { caller: { id: 0, role: 'admin' }, period: 0 } as const;
          if (answer !== undefined) await conversations.apply(deleteMessage(answer, byAdmin, new Date()));
        });
        await taken(1);
        expect(Date.now() - early, 'milliseconds').to.be.at.least(2000);
        await send('a later one');
        await taken(2);
        const told = receiver.received.map(({ data }) => (data['message'] as Body).text);
        expect(told).to.deep.equal([left.text, 'a later one']);
      });

      it('not of what was rolled back', async () => {
        await create({ events: ['message.created'] });
        await api.service.store
          .run(async ({ conversations }) => {
            const { send: decide } = await import('../../src/domain/conversation/conversation.js');
            const { standing } = await conversations.hold({ thread });
            const content = { text: 'never', metadata: {} };
            const caller = { id: ann.id, role: 'user' } as const;
            const input = { threadId: thread, caller, idempotencyKey: undefined, content };
            await conversations.apply(decide(standing, undefined, input, new Date()));
            throw new Error('rolled back');
          })
          .catch(() => undefined);
        await send('kept');
        await taken(1);
        const told = receiver.received.map(({ data }) => (data['message'] as Body).text);
        expect(told).to.deep.equal(['kept']);
      });
    });

    describe('that fail', () => {
      it('are tried again until they are taken, in order, with the same id', async () => {
        const { id } = await create({ events: ['message.created'] });
        let refusals = 3;
        receiver.answer = (_, response) => {
          if (refusals-- > 0) response.writeHead(500).end('out of order');
        };
        await send('first');
        await send('second');
        await taken(2);
        const told = receiver.taken.map(({ data }) => (data['message'] as Body).text);
        expect(told).to.deep.equal(['first', 'second']);
        expect(new Set(receiver.received.slice(0, 4).map(({ key }) => key)).size).to.equal(1);
        await until('that is noted', async () => (await deliveries(id)).length === 2);
        const [, first] = await deliveries(id);
        expect(first).to.deep.include({ attempts: 4, delivered: true, status: 204, next_attempt: null });
        expect(await get(id)).to.deep.include({ failing_since: null, next_attempt: null, status: 'active' });
      });

      it('hold up their thread, and no other', async () => {
        const { dan } = await api.people('dan');
        const other = await api.open(ann, dan);
        const { id } = await create({ events: ['message.created'] });
        let isPoison = true;
        receiver.answer = ({ data }, response) => {
          if (isPoison && (data['message'] as Body).text === 'poison') response.writeHead(500).end();
        };
        await send('poison');
        await send('behind it');
        await send('elsewhere', ann, other.id);
        await taken(1);
        expect((receiver.taken[0]?.data['message'] as Body).text).to.equal('elsewhere');
        await until('the failure is noted', async () => (await get(id)).failing_since !== null);
        await send('elsewhere, later', ann, other.id);
        await taken(2);
        isPoison = false;
        await taken(4);
        const told = receiver.taken.map(({ data }) => (data['message'] as Body).text);
        expect(told).to.deep.equal(['elsewhere', 'elsewhere, later', 'poison', 'behind it']);
      });

      it('show what came, to admins also what was answered', async () => {
        const { id } = await create({ events: ['message.created'] });
        receiver.answer = (_, response) => void response.writeHead(503).end(`busy ${'x'.repeat(5000)}`);
        await send('refused');
        await until('a failure is noted', async () => (await deliveries(id)).length === 1);
        const [shown] = await deliveries(id);
        expect(shown).to.deep.include({
          webhook: id,
          type: 'message.created',
          delivered: false,
          status: 503,
        });
        expect(shown).to.deep.include({ error: null, response: null });
        expect(shown?.next_attempt).to.match(/Z$/);
        const [forAdmin] = await deliveries(id, root.call);
        expect(forAdmin?.response)
          .to.match(/^busy x+$/)
          .and.to.have.lengthOf(1000);
      });

      it('say why there was no answer', async () => {
        const closed = await new Receiver().start();
        const { url } = closed;
        await closed.stop();
        const { id } = await create({ events: ['message.created'] }, url);
        await send('nobody hears it');
        await until('a failure is noted', async () => (await deliveries(id)).length === 1);
        const [shown] = await deliveries(id);
        expect(shown).to.deep.include({ status: null, error: 'No answer: ECONNREFUSED.' });
      });

      it('follow no redirect', async () => {
        const elsewhere = await new Receiver().start();
        receiver.answer = (_, response) => void response.writeHead(307, { Location: elsewhere.url }).end();
        const { id } = await create({ events: ['message.created'] });
        await send('moved');
        await until('a failure is noted', async () => (await deliveries(id)).length === 1);
        expect((await deliveries(id))[0]).to.deep.include({ status: 307, delivered: false });
        await elsewhere.stop();
        expect(elsewhere.received).to.deep.equal([]);
      });

      it('are switched off by 410, and go on when they are told to', async () => {
        const { id } = await create({ events: ['message.created'] });
        let isGone = true;
        receiver.answer = (_, response) => {
          if (isGone) response.writeHead(410).end();
        };
        await send('gone');
        await until('it is off', async () => String((await get(id)).status) === 'off');
        expect(await get(id)).to.deep.include({ off_reason: 'gone', next_attempt: null });
        isGone = false;
        const on = await shop.call('PATCH', `/webhooks/${id}`, { active: true });
        expect(given(on)).to.deep.include({ status: 'active', off_reason: null });
        await taken(1);
        expect((receiver.taken[0]?.data['message'] as Body).text).to.equal('gone');
      });

      it('are sent again by hand, and then go on', async () => {
        const { id } = await create({ events: ['message.created'] });
        let isDown = true;
        receiver.answer = (_, response) => {
          if (isDown) response.writeHead(500).end();
        };
        await send('by hand');
        await until('a failure is noted', async () => (await deliveries(id)).length === 1);
        isDown = false;
        const [failed] = await deliveries(id);
        const again = await shop.call('POST', `/webhooks/${id}/deliveries/${failed?.id}/retry`);
        expect(given(again)).to.deep.include({ id: failed?.id, delivered: true, status: 204 });
        await send('behind it');
        await until('both are taken', async () =>
          receiver.taken.some(({ data }) => (data['message'] as Body).text === 'behind it'),
        );
        refused(await shop.call('POST', `/webhooks/${id}/deliveries/999/retry`), 404, 'delivery_not_found');
      });

      it('cannot be sent again once what they told is gone', async () => {
        const { eve } = await api.people('eve');
        const other = await api.open(ann, eve);
        const { id } = await create({ events: ['message.created'] });
        await send('soon gone', ann, other.id);
        await until('it is noted', async () => (await deliveries(id)).length === 1);
        await ann.call('DELETE', `/threads/${other.id}`);
        const [told] = await deliveries(id);
        const again = await shop.call('POST', `/webhooks/${id}/deliveries/${told?.id}/retry`);
        refused(again, 409, 'delivery_forgotten');
      });

      it('hold up no other webhook', async () => {
        const stuck = await new Receiver().start();
        stuck.answer = () => new Promise(() => undefined);
        await create({ events: ['message.created'] }, stuck.url);
        receiver.secret = undefined;
        await create({ events: ['message.created'] });
        for (let sent = 0; sent < 10; sent += 1) await send(`past the stuck one ${sent}`);
        await taken(10);
        await stuck.stop();
      });
    });

    it('pause, and are told afterwards what they missed', async () => {
      const { id } = await create({ events: ['message.created'] });
      const paused = await shop.call('PATCH', `/webhooks/${id}`, { active: false });
      expect(given(paused).status).to.equal('paused');
      // Its courier wakes up after that of the older one, had that not been stopped.
      const witness = await new Receiver().start();
      const { id: younger } = await create({ events: ['message.created'] }, witness.url);
      for (const text of ['missed', 'missed, too']) {
        await send(text);
        await until(`"${text}" is taken by another`, async () =>
          witness.received.some(({ data }) => (data['message'] as Body).text === text),
        );
      }
      expect(receiver.received).to.deep.equal([]);
      await shop.call('DELETE', `/webhooks/${younger}`);
      await witness.stop();
      await shop.call('PATCH', `/webhooks/${id}`, { active: true });
      await taken(2);
    });

    it('are signed with both secrets for a while after a rotation', async () => {
      const { id, secret } = await create({ events: ['message.created'] });
      const rotated = await shop.call('POST', `/webhooks/${id}/secret`);
      expect(rotated.status).to.equal(200);
      expect(given(rotated).secret)
        .to.match(/^whsec_/)
        .and.not.equal(secret);
      for (const [text, known] of [
        ['with the old', secret],
        ['with the new', given(rotated).secret],
      ] as const) {
        receiver.secret = known;
        await send(text);
        await until(`${text} one it is taken`, async () =>
          receiver.taken.some(({ data }) => (data['message'] as Body).text === text),
        );
      }
      expect(receiver.received[0]?.headers['webhook-signature']).to.match(/^v1,\S+ v1,\S+$/);
    });

    it('are tried by a test', async () => {
      const { id } = await create({ events: ['user.created'] });
      const answer = await shop.call('POST', `/webhooks/${id}/test`);
      expect(given(answer)).to.deep.include({ type: 'test', delivered: true, status: 204 });
      expect(receiver.received).to.have.lengthOf(1);
      expect(receiver.received[0]?.data).to.deep.equal({ webhook: id });
      const retry = await shop.call('POST', `/webhooks/${id}/deliveries/${answer.body.id}/retry`);
      refused(retry, 409, 'delivery_forgotten');
    });

    it('are counted for monitoring', async () => {
      await create({ events: ['message.created'] });
      await send('counted');
      await taken(1);
      await until('it is counted', async () => {
        const text = await (await fetch(`${api.service.url}/metrics`)).text();
        return /^duet_webhook_attempts_total\{outcome="delivered"\} [1-9]/m.test(text);
      });
    });
  },
  () => ({ WEBHOOK_PRIVATE: 'on' }),
  quick,
);

suite('addresses of webhooks', (api) => {
  let shop: Host;

  before(async () => {
    shop = await api.host('shop');
  });

  it('are refused where they are private, however they are spelled', async () => {
    for (const host of [
      ...['127.0.0.1', 'localhost', '127.1', '0x7f.0.0.1', '2130706433', '017700000001', '0.0.0.0', '0'],
      ...['10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '224.0.0.1', '240.0.0.1'],
      ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[fe80::1]', '[fd00::1]', '[ff02::1]'],
      ...['[64:ff9b::7f00:1]', '[2002:7f00:1::]', '127。0。0。1', '①②⑦.⓪.⓪.①'],
    ]) {
      const url = `http://${host}:${new URL(api.service.url).port}/`;
      const { status, body } = await shop.call('POST', '/webhooks', { url, events: ['*'] });
      expect([status, body.code], url).to.deep.equal([400, 'invalid_webhook_url']);
    }
  });

  it('are not made private by a change either', async () => {
    const made = await shop.call('POST', '/webhooks', { url: 'https://shop.invalid/', events: ['*'] });
    expect(made.status, made.raw).to.equal(201);
    const path = `/webhooks/${made.body.id}`;
    const { status, body } = await shop.call('PATCH', path, { url: 'http://localhost/' });
    expect([status, body.code]).to.deep.equal([400, 'invalid_webhook_url']);
  });

  it('come back as they were given', async () => {
    const url = 'HTTPS://shop.invalid/café?q=[1]';
    const made = await shop.call('POST', '/webhooks', { url, events: ['*'] });
    expect([made.status, (made.body as { url?: string }).url]).to.deep.equal([201, url]);
  });
});
