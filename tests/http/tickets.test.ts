import { expect } from 'chai';
import { operator } from '../../src/domain/accounts/user.js';
import { RevokeServiceKey } from '../../src/application/accounts/revoke-service-key.js';
import { useCasesOn } from '../../src/composition/container.js';
import { JwtTicketIssuer } from '../../src/infrastructure/auth/jwt-ticket-issuer.js';
import { signingKeys } from '../../src/infrastructure/auth/jwt.js';
import { RandomIdSource } from '../../src/infrastructure/auth/random-id-source.js';
import type { Basis } from '../../src/domain/accounts/user.js';
import { password, suite, until, type Answer, type Call, type User } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';

/** A login that ends, or a key, ends its streams within a second; another one is for a busy machine. */
const patience = 2000;

suite('tickets for events', (api) => {
  let ann: User;
  let bob: User;
  let thread: number;
  const open: EventStream[] = [];

  before(async () => {
    ({ ann, bob } = await api.people('ann', 'bob'));
    thread = (await api.open(ann, bob)).id;
  });
  afterEach(() => Promise.all(open.splice(0).map((stream) => stream.cut())));

  const ticketOf = async (call: Call) => {
    const { status, body } = await call('POST', '/events/ticket');
    expect(status, JSON.stringify(body)).to.equal(201);
    return body.ticket;
  };
  const follow = async (query: Record<string, string>, lastId?: string) => {
    const stream = await EventStream.byQuery(api.base, query, lastId);
    open.push(stream);
    return stream;
  };
  const refused = async (answer: Promise<Answer>, status: number, code: string, what?: string) => {
    const { status: came, body } = await answer;
    expect([came, body.code], what).to.deep.equal([status, code]);
  };
  const withTicket = (ticket: string, more = '') =>
    api.anonymous('GET', `/events?ticket=${encodeURIComponent(ticket)}${more}`);
  /** Signed as the service signs its own. */
  const sign = (userId: number, expires: Date, basis?: Basis) => {
    const clock = { now: () => new Date(), elapsed: () => performance.now() };
    const issuer = new JwtTicketIssuer(signingKeys(api.service.secret), clock, new RandomIdSource());
    return issuer.issue({ userId, basis, expires });
  };

  it('open streams of their user’s events, as many as they like', async () => {
    const { body } = await ann.call('POST', '/events/ticket');
    const { exp, iat } = JSON.parse(atob(body.ticket.split('.')[1]!)) as { exp: number; iat: number };
    expect([Date.parse(body.expires) / 1000, exp - iat]).to.deep.equal([exp, 3600]);
    const { cyd } = await api.people('cyd');
    const streams = [await follow({ ticket: body.ticket }), await follow({ ticket: body.ticket })];
    await api.send(bob, (await api.open(bob, cyd)).id, 'not for ann');
    const sent = await api.send(bob, thread, 'for ann');
    for (const stream of streams) {
      const [data] = await stream.expect('message.created');
      expect(data).to.deep.include(sent);
    }
    const head = await api.anonymous('HEAD', `/events?ticket=${body.ticket}`);
    expect([head.status, head.headers.get('content-type')]).to.deep.equal([
      200,
      'text/event-stream; charset=utf-8',
    ]);
  });

  it('go on after last_event_id, and rather after the header', async () => {
    const ticket = await ticketOf(ann.call);
    const stream = await follow({ ticket });
    for (const text of ['one', 'two', 'three']) await api.send(bob, thread, text);
    await stream.expect('message.created', 'message.created', 'message.created');
    const [first, second] = stream.events.map(({ id }) => id ?? '');
    const query = { ticket, last_event_id: first! };
    const textsOf = async (resumed: EventStream, count: number) =>
      (await resumed.expect(...Array<string>(count).fill('message.created'))).map(({ text }) => text);
    expect(await textsOf(await follow(query), 2)).to.deep.equal(['two', 'three']);
    expect(await textsOf(await follow(query, second), 1)).to.deep.equal(['three']);
    await refused(withTicket(ticket, '&last_event_id=yesterday'), 400, 'validation_error');
  });

  it('are no tokens, and tokens are no tickets', async () => {
    const ticket = await ticketOf(ann.call);
    for (const [method, path] of [
      ['GET', '/users/me'],
      ['GET', '/events'],
      ['POST', '/events/ticket'],
    ] as const) {
      await refused(api.as(ticket)(method, path), 401, 'token_invalid', `${method} ${path}`);
      if (path !== '/events')
        await refused(api.anonymous(method, `${path}?ticket=${ticket}`), 401, 'not_authenticated');
    }
    await refused(api.anonymous('POST', '/auth/token/refresh', { refresh: ticket }), 401, 'token_invalid');
    const { key } = await api.host('shop');
    for (const token of [ann.access, ann.refresh, key])
      await refused(withTicket(token), 401, 'token_invalid');
  });

  it('are refused if they are bad, foreign or expired', async () => {
    const ticket = await ticketOf(ann.call);
    const [head, payload] = ticket.split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const bad = [
      '',
      'x',
      '%',
      ticket.slice(0, -2),
      `${none}.${payload}.`,
      `${head}.${payload}.${ann.access.split('.')[2]}`,
    ];
    for (const one of bad) await refused(withTicket(one), 401, 'token_invalid', one);
    const other = new JwtTicketIssuer(
      signingKeys('another secret of 32 characters!'),
      { now: () => new Date(), elapsed: () => 0 },
      new RandomIdSource(),
    );
    const soon = new Date(Date.now() + 60_000);
    const foreign = other.issue({ userId: ann.id, basis: undefined, expires: soon });
    await refused(withTicket(foreign), 401, 'token_invalid');
    await refused(withTicket(sign(ann.id, new Date(Date.now() - 2000))), 401, 'token_expired');
    await refused(withTicket(sign(ann.id, soon, { login: 'nobody knows' })), 401, 'token_revoked');
    await refused(withTicket(sign(ann.id, soon, { serviceKey: 99 })), 401, 'token_revoked');
    await refused(withTicket(sign(99_999, soon)), 401, 'token_invalid');
  });

  it('go alone, and once', async () => {
    const ticket = await ticketOf(ann.call);
    const beside = await ann.call('GET', `/events?ticket=${ticket}`);
    expect([beside.status, beside.body.errors?.[0]?.in, beside.body.errors?.[0]?.field]).to.deep.equal([
      400,
      'query',
      'ticket',
    ]);
    await refused(withTicket(ticket, `&ticket=${ticket}`), 400, 'validation_error');
    await refused(withTicket(ticket, '&since=1'), 400, 'validation_error');
    const acting = { 'Duet-Act-As': String(bob.id) };
    await refused(api.anonymous('GET', `/events?ticket=${ticket}`, undefined, acting), 403, 'services_only');
    // Authorization of another kind is somebody else’s, such as a proxy’s.
    const basic = await fetch(`${api.base}/events?ticket=${ticket}`, {
      headers: { authorization: 'Basic YTpi' },
    });
    expect(basic.status).to.equal(200);
    await basic.body?.cancel();
  });

  it('end with their own time, and so do their streams', async () => {
    const ticket = sign(ann.id, new Date(Date.now() + 2000));
    const stream = await follow({ ticket });
    await until('the stream has ended', async () => stream.ended, 5000);
    await until('it opens no other', async () => {
      const response = await fetch(`${api.base}/events?ticket=${ticket}`);
      await response.body?.cancel();
      return response.status === 401;
    });
    await refused(withTicket(ticket), 401, 'token_expired');
  });

  describe('end with the login that they came from', () => {
    let names = 0;
    const ends: Record<string, (user: User) => Promise<unknown>> = {
      'at its logout': ({ refresh }) => api.anonymous('POST', '/auth/token/revoke', { refresh }),
      'when a spent token comes again': async ({ refresh }) => {
        await api.anonymous('POST', '/auth/token/refresh', { refresh });
        await refused(api.anonymous('POST', '/auth/token/refresh', { refresh }), 401, 'token_revoked');
      },
      'when the password is changed by another login': async ({ username }) => {
        const change = { current: password, password: `${password}, new` };
        const answer = await (await api.logIn(username)).call('PUT', '/users/me/password', change);
        expect(answer.status).to.equal(204);
      },
    };
    for (const [when, end] of Object.entries(ends)) {
      it(when, async () => {
        const user = await api.register(`leaver-${(names += 1)}`);
        const ticket = await ticketOf(user.call);
        const other = await ticketOf(ann.call);
        const [stays, leaves] = [await follow({ ticket: other }), await follow({ ticket })];
        await end(user);
        await until('the stream has ended', async () => leaves.ended, patience);
        expect(stays.ended).to.equal(false);
        await refused(withTicket(ticket), 401, 'token_revoked');
        await refused(user.call('POST', '/events/ticket'), 401, 'token_revoked', 'another one of that login');
      });
    }

    it('and not with another login of the user, nor with a refresh of their own', async () => {
      const user = await api.register('stayer');
      const other = await api.logIn('stayer');
      const stays = await follow({ ticket: await ticketOf(user.call) });
      const ends = await follow({ ticket: await ticketOf(other.call) });
      await api.anonymous('POST', '/auth/token/refresh', { refresh: user.refresh });
      await api.anonymous('POST', '/auth/token/revoke', { refresh: other.refresh });
      await until('the other one has ended', async () => ends.ended, patience);
      expect(stays.ended).to.equal(false);
    });

    it('when the account is deactivated', async () => {
      const user = await api.register('inactive');
      const ticket = await ticketOf(user.call);
      const stream = await follow({ ticket });
      await api.service.deactivate(user.id);
      await until('the stream has ended', async () => stream.ended, patience);
      await refused(withTicket(ticket), 401, 'token_invalid');
    });
  });

  describe('of a service', () => {
    it('end with its key, as its own streams in a user’s name do', async () => {
      const crm = await api.host('crm');
      const ticket = await ticketOf(crm.actAs(ann));
      const byTicket = await follow({ ticket });
      const acting = { 'Duet-Act-As': String(ann.id) };
      const own = await EventStream.open(api.base, crm.key, undefined, undefined, acting);
      open.push(own);
      const sent = await api.send(bob, thread, 'to both');
      for (const stream of [byTicket, own]) {
        const [data] = await stream.expect('message.created');
        expect(data).to.deep.include(sent);
      }
      const stays = await follow({ ticket: await ticketOf((await api.host('other')).actAs(ann)) });
      await useCasesOn(api.service.store).get(RevokeServiceKey).execute({ caller: operator, name: 'crm' });
      await until('the streams have ended', async () => byTicket.ended && own.ended, patience);
      expect(stays.ended).to.equal(false);
      await refused(withTicket(ticket), 401, 'token_revoked');
      await api.host('crm'); // another key of the name
      await refused(withTicket(ticket), 401, 'token_revoked');
    });

    it('are a user’s: there is none as nobody', async () => {
      const mail = await api.host('mail');
      await refused(mail.call('POST', '/events/ticket'), 403, 'no_user');
    });
  });

  it('are kept out of a Referer', async () => {
    const { response } = await follow({ ticket: await ticketOf(ann.call) });
    expect(response.headers.get('referrer-policy')).to.equal('no-referrer');
  });
});
