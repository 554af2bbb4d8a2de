import { expect } from 'chai';
import {
  Duet,
  MemoryKeeper,
  newKey,
  ok,
  ProblemError,
  SessionEnded,
  type Session,
} from '../../client/index.js';
import { Cable } from '../support/cable.js';
import { password, until } from '../support/client.js';
import { rejectionOf } from '../support/rejection-of.js';
import { startService, type Service } from '../support/service.js';

/** Counts how often a session is renewed. */
class WatchedKeeper extends MemoryKeeper {
  saved: (Session | undefined)[] = [];

  override save(session: Session | undefined): void {
    this.saved.push(session);
    super.save(session);
  }

  /** As if it were time to renew it. */
  age(): void {
    super.save({ ...this.session, renew: 0 });
  }

  get session(): Session {
    return this.load() ?? expect.fail('Nobody is logged in.');
  }
}

describe('the client: requests', () => {
  let service: Service;
  let ada: number;
  let grace: number;
  const keeper = new WatchedKeeper();
  let duet: Duet;

  before(async () => {
    service = await startService();
    duet = new Duet(service.url, keeper);
    ({ id: ada } = await duet.register('ada', password));
    ({ id: grace } = await duet.register('grace', password));
    await duet.logIn('ada', password);
  });

  after(() => service.stop());

  beforeEach(async () => {
    if (keeper.load() === undefined) await duet.logIn('ada', password);
    keeper.saved = [];
  });

  const me = (client = duet) => ok(client.api.GET('/api/v1/users/me'));
  const open = () => ok(duet.api.POST('/api/v1/threads', { body: { participants: [grace] } }));
  const list = (thread: number) =>
    ok(duet.api.GET('/api/v1/threads/{thread}/messages', { params: { path: { thread } } }));

  it('talks', async () => {
    const found = await ok(duet.api.GET('/api/v1/users', { params: { query: { search: 'GRA' } } }));
    expect(found.results).to.deep.equal([{ id: grace, username: 'grace', name: null, avatar_url: null }]);
    const thread = await open();
    const message = await duet.send(thread.id, 'Hello Grace');
    expect(message).to.include({ thread: thread.id, sender: ada, text: 'Hello Grace', is_read: false });
    expect((await list(thread.id)).results).to.deep.equal([message]);
    const nothing = await ok(
      duet.api.DELETE('/api/v1/threads/{thread}', { params: { path: { thread: thread.id } } }),
    );
    expect(nothing).to.equal(undefined);
  });

  it('has errors with their code, as data or thrown', async () => {
    const params = { path: { thread: 404 } };
    const { data, error, response } = await duet.api.GET('/api/v1/threads/{thread}', { params });
    expect(data).to.equal(undefined);
    expect(response.status).to.equal(404);
    if (error?.code !== 'thread_not_found') expect.fail();

    const thrown = await rejectionOf(duet.send(404, 'Hello'));
    expect(thrown).to.be.instanceOf(ProblemError);
    expect(thrown).to.include({
      status: 404,
      code: 'thread_not_found',
      message: error.detail,
      transient: false,
    });

    const invalid = await rejectionOf(duet.register('', 'short'));
    expect((invalid as ProblemError).problem?.errors?.map(({ field }) => field)).to.include('username');
    const taken = await rejectionOf(new Duet(service.url).register('Ada', password));
    expect(taken).to.include({ code: 'username_taken' });
    const wrong = await rejectionOf(new Duet(service.url).logIn('ada', 'wrong password'));
    expect(wrong).to.include({ code: 'invalid_credentials' });
  });

  it('tells an answer that is not from Duet', async () => {
    const thrown = await rejectionOf(ok(new Duet(`${service.url}/docs`).api.GET('/healthz')));
    expect(thrown).to.include({ status: 404, code: 'route_not_found' });
    const proxied = new ProblemError(
      new Response('<h1>Bad Gateway</h1>', { status: 502 }),
      '<h1>Bad Gateway</h1>',
    );
    expect(proxied).to.include({ status: 502, code: undefined, transient: true });
  });

  it('asks the application for tokens: once for all who wait, and again after one was refused', async () => {
    await duet.logIn('ada', password);
    const session = keeper.load()!;
    const given = ['not a token of this service', session.access];
    let asked = 0;
    const client = new Duet(service.url, {
      token: async () => {
        asked += 1;
        return given[asked - 1] ?? session.access;
      },
    });
    expect((await me(client)).id).to.equal(ada);
    expect(asked).to.equal(2);
    const answers = await Promise.all(Array.from({ length: 20 }, () => me(client)));
    expect(answers.map(({ id }) => id)).to.deep.equal(Array<number>(20).fill(ada));
    expect(asked).to.equal(2);

    const slow = new Duet(service.url, {
      token: async () => {
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
        return session.access;
      },
    });
    await Promise.all(Array.from({ length: 20 }, () => me(slow)));
    expect(asked).to.equal(3);
    expect(String(await rejectionOf(slow.logIn('ada', password)))).to.include('it has no login');

    const over = new Duet(service.url, { token: () => Promise.reject(new SessionEnded('signed out')) });
    expect(await rejectionOf(me(over))).to.be.instanceOf(SessionEnded);
  });

  it('ends a session that was handed over without a refresh token with its access token', async () => {
    const lent = new WatchedKeeper();
    const { access } = keeper.session;
    lent.save({ access, renew: Date.now() + 60_000 });
    const client = new Duet(service.url, lent);
    expect((await me(client)).id).to.equal(ada);
    lent.age();
    expect(await rejectionOf(me(client))).to.be.instanceOf(SessionEnded);
    expect(lent.load()).to.equal(undefined);
  });

  it('asks nobody who is not logged in', async () => {
    expect(await rejectionOf(me(new Duet(service.url)))).to.be.instanceOf(SessionEnded);
  });

  it('renews the tokens when it is time: once, for all who share them', async () => {
    keeper.age();
    const other = new Duet(service.url, keeper);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => me(index % 2 ? duet : other)));
    expect(answers.map(({ id }) => id)).to.deep.equal(Array<number>(20).fill(ada));
    expect(keeper.saved).to.have.length(1);
    // A token spent twice would have ended the session.
    keeper.age();
    await me();
    expect(keeper.saved).to.have.length(2);
  });

  it('renews a token that is refused, and repeats the request with its body', async () => {
    const thread = await open();
    const { refresh } = keeper.session;
    keeper.save({ access: 'none', refresh, renew: Infinity });
    keeper.saved = [];
    const texts = Array.from({ length: 5 }, (_, index) => `Number ${index}`);
    await Promise.all(texts.map((text) => duet.send(thread.id, text)));
    expect(keeper.saved).to.have.length(1);
    expect((await list(thread.id)).results.map(({ text }) => text)).to.have.members(texts);
  });

  it('says when the session has ended, and forgets it', async () => {
    const { refresh } = keeper.session;
    keeper.age();
    await me();
    keeper.save({ access: 'none', refresh, renew: 0 }); // spent
    const thrown = await rejectionOf(me());
    expect(thrown).to.be.instanceOf(SessionEnded);
    expect((thrown as SessionEnded).cause).to.include({ code: 'token_revoked' });
    expect(keeper.load()).to.equal(undefined);
  });

  it('keeps the session when it cannot be renewed for now', async () => {
    const cable = await Cable.to(service.url);
    const far = new Duet(cable.url, keeper);
    keeper.age();
    cable.break();
    expect(await rejectionOf(me(far))).to.be.instanceOf(TypeError);
    cable.mend();
    expect(await me(far)).to.include({ id: ada });
    await cable.close();
  });

  it('logs out', async () => {
    const { refresh } = keeper.session;
    await duet.logOut();
    expect(keeper.load()).to.equal(undefined);
    keeper.save({ access: 'none', refresh, renew: 0 });
    expect(await rejectionOf(me())).to.be.instanceOf(SessionEnded);
  });

  it('sends once, though the answer is lost', async () => {
    const thread = await open();
    const cable = await Cable.to(service.url);
    const far = new Duet(cable.url, keeper);
    cable.loseNextAnswer();
    const message = await far.send(thread.id, 'Once?');
    expect((await list(thread.id)).results.filter(({ text }) => text === 'Once?')).to.deep.equal([message]);
    await cable.close();
  });

  it('goes on sending until the service is back, or until it is told not to', async () => {
    const thread = await open();
    const cable = await Cable.to(service.url);
    const far = new Duet(cable.url, keeper);
    cable.break();
    const key = newKey();
    const aborted = new AbortController();
    const first = far.send(thread.id, 'Later', { key, signal: aborted.signal });
    const second = far.send(thread.id, 'Later', { key });
    await until('both have tried', () => Promise.resolve(cable.refused >= 2));
    aborted.abort(new Error('Not now.'));
    expect(((await rejectionOf(first)) as Error).message).to.equal('Not now.');
    cable.mend();
    const message = await second;
    expect(await duet.send(thread.id, 'Later', { key })).to.deep.equal(message);
    await until('it is there once', async () => {
      const { results } = await list(thread.id);
      return results.filter(({ text }) => text === 'Later').length === 1;
    });
    await cable.close();
  });
});
