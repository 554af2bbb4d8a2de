import { expect } from 'chai';
import { password, suite, tally, times, until, type Answer, type Api } from '../support/client.js';

const from = (address: string) => ({ 'X-Forwarded-For': address });
const field = (answer: Answer, name: string) => answer.headers.get(name);

/** The parameter of an item like `"name";r=1;t=2`. */
const parameter = (answer: Answer, name: string, key: string) =>
  Number(new RegExp(`;${key}=(\\d+)`).exec(field(answer, name) ?? '')?.[1] ?? NaN);

function expectLimited(answer: Answer, policy: string, quota: number, window: number): void {
  expect([answer.status, answer.body.code], answer.raw).to.deep.equal([429, 'rate_limited']);
  expect(field(answer, 'RateLimit-Policy')).to.equal(`"${policy}";q=${quota};w=${window}`);
  const wait = Number(field(answer, 'Retry-After'));
  expect(wait).to.be.within(window - 60, window);
  expect(field(answer, 'RateLimit')).to.equal(`"${policy}";r=0;t=${wait}`);
  expect(answer.body.detail).to.match(new RegExp(`\\b${quota}\\b.*\\b${window} seconds.*\\b${wait} seconds`));
}

function expectUnlimited(answer: Answer, status: number): void {
  expect(answer.status, answer.raw).to.equal(status);
  for (const name of ['RateLimit', 'RateLimit-Policy', 'Retry-After'])
    expect(field(answer, name)).to.equal(null);
}

/** A service of its own: what is counted stays counted. */
function limited(title: string, env: Record<string, string>, define: (api: Api) => void): void {
  suite(title, define, () => ({ RATE_LIMIT: 'on', DATABASE_URL: 'memory:', ...env }));
}

const register = (api: Api, username: string, headers = {}) =>
  api.anonymous('POST', '/users', { username, password }, headers);
const logIn = (api: Api, username: string, word: string, headers = {}) =>
  api.anonymous('POST', '/auth/token', { username, password: word }, headers);
const guess = (api: Api, username: string, headers = {}) => logIn(api, username, 'a wrong guess', headers);

describe('rate limits', () => {
  limited('of registration', { RATE_LIMIT_REGISTRATION: '3/3600', TRUST_PROXY: '1' }, (api) => {
    it('tell what is left, refuse one more, and tell when to come back', async () => {
      for (const [name, status, remaining] of [
        ['ann', 201, 2],
        ['ann', 409, 1],
        ['bob', 201, 0],
      ] as const) {
        const answer = await register(api, name, from('203.0.113.1'));
        expect(answer.status).to.equal(status);
        expect(field(answer, 'RateLimit-Policy')).to.equal('"registration";q=3;w=3600');
        expect(parameter(answer, 'RateLimit', 'r')).to.equal(remaining);
        expect(parameter(answer, 'RateLimit', 't')).to.be.within(3540, 3600);
      }
      for (const name of ['cat', 'dan']) {
        expectLimited(await register(api, name, from('203.0.113.1')), 'registration', 3, 3600);
      }
      const elsewhere = await register(api, 'cat', from('203.0.113.2'));
      expect(elsewhere.status, 'nobody took the name').to.equal(201);
    });

    it('count an address once, whatever port a proxy says that it came from', async () => {
      const ports = ['203.0.113.7:50001', '203.0.113.7:50002', '203.0.113.7', '203.0.113.7:50003'];
      const networks = ['[2001:db8:7::7]:50001', '[2001:db8:7::8]:50002', '[2001:db8:7::9]', '2001:db8:7::a'];
      for (const [kind, addresses] of [ports, networks].entries()) {
        const statuses = [];
        for (const [index, address] of addresses.entries()) {
          statuses.push((await register(api, `port${kind}${index}`, from(address))).status);
        }
        expect(statuses, addresses.join()).to.deep.equal([201, 201, 201, 429]);
      }
    });

    it('count each address by itself, and IPv6 by its network', async () => {
      const network = ['2001:db8:1:2::1', '2001:DB8:1:2:ffff::9', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::2'];
      const statuses = [];
      for (const [index, address] of network.entries()) {
        statuses.push((await register(api, `six${index}`, from(address))).status);
      }
      expect(statuses).to.deep.equal([201, 201, 201, 429]);
      expect((await register(api, 'seven', from('2001:db8:1:3::1'))).status).to.equal(201);
      expect((await register(api, 'eight', from('::ffff:203.0.113.8'))).status).to.equal(201);
      expect(parameter(await register(api, 'nine', from('203.0.113.8')), 'RateLimit', 'r')).to.equal(1);
    });

    it('believe the proxy and nobody before it', async () => {
      for (const forged of ['198.51.100.1', '198.51.100.2', '198.51.100.3']) {
        await register(api, 'forger', from(`${forged}, 203.0.113.9`));
      }
      const answer = await register(api, 'forger', from('198.51.100.4, 203.0.113.9'));
      expectLimited(answer, 'registration', 3, 3600);
    });

    it('do not count what is not valid', async () => {
      for (let time = 0; time < 5; time += 1) {
        expectUnlimited(await register(api, 'a b', from('203.0.113.10')), 400);
      }
      expect((await register(api, 'valid', from('203.0.113.10'))).status).to.equal(201);
    });
  });

  limited('without TRUST_PROXY', { RATE_LIMIT_REGISTRATION: '2/3600' }, (api) => {
    it('take no client’s word for its address', async () => {
      const answers = await times(4, (index) =>
        register(api, `user${index}`, { ...from(`203.0.113.${index}`), Forwarded: `for=203.0.113.${index}` }),
      );
      expect(tally(answers)).to.deep.equal({ 201: 2, 429: 2 });
    });
  });

  limited(
    'of logins',
    {
      RATE_LIMIT_LOGIN_ACCOUNT: '3/600',
      RATE_LIMIT_LOGIN_ADDRESS: '6/900',
      TRUST_PROXY: '1',
    },
    (api) => {
      let address = 0;
      const elsewhere = () => from(`198.51.100.${(address += 1)}`);

      before(async () => {
        await times(3, (index) => register(api, ['ann', 'bob', 'cat'][index]!));
      });

      for (const [username, known] of [
        ['ann', true],
        ['nobody', false],
      ] as const) {
        it(`are by account, and the same ${known ? 'if there is one' : 'if there is none'}`, async () => {
          for (const name of [username, username.toUpperCase(), username]) {
            const answer = await guess(api, name, elsewhere());
            expectUnlimited(answer, 401);
            expect(answer.body.code).to.equal('invalid_credentials');
          }
          // Addresses that have not tried yet may, slowly: as often as before in all.
          const last = elsewhere();
          for (const where of [elsewhere(), elsewhere(), last]) {
            expectUnlimited(await guess(api, username, where), 401);
          }
          for (const where of [last, elsewhere()]) {
            const answer = await guess(api, username, where);
            expectLimited(answer, 'login-account', 3, 600);
            expect(answer.raw).not.to.include(username);
            expectLimited(await logIn(api, username, password, where), 'login-account', 3, 600);
          }
        });
      }

      it('do not keep the owner out when one other address guesses at the account', async () => {
        await register(api, 'eve', elsewhere());
        const guesser = elsewhere();
        for (let time = 0; time < 3; time += 1) expectUnlimited(await guess(api, 'eve', guesser), 401);
        for (let time = 0; time < 5; time += 1) {
          expectLimited(await guess(api, 'eve', guesser), 'login-account', 3, 600);
        }
        const home = elsewhere();
        expectUnlimited(await logIn(api, 'eve', password, home), 200);
        expectUnlimited(await logIn(api, 'eve', password, home), 200);
      });

      it('leave other accounts at the same address alone, and count no success', async () => {
        const here = elsewhere();
        for (let time = 0; time < 3; time += 1) await guess(api, 'nobody2', here);
        expectLimited(await guess(api, 'nobody2', here), 'login-account', 3, 600);
        for (let time = 0; time < 8; time += 1) expectUnlimited(await logIn(api, 'bob', password, here), 200);
        expectUnlimited(await guess(api, 'bob', here), 401);
      });

      it('are by address over all accounts', async () => {
        const here = elsewhere();
        for (let time = 0; time < 6; time += 1) expectUnlimited(await guess(api, `leak${time}`, here), 401);
        expectLimited(await guess(api, 'leak', here), 'login-address', 6, 900);
        expectLimited(await logIn(api, 'cat', password, here), 'login-address', 6, 900);
        expectUnlimited(await logIn(api, 'cat', password, elsewhere()), 200);
      });

      it('are not outrun by guessing all at once', async () => {
        const counts = tally(await times(40, () => guess(api, 'cat', elsewhere())));
        expect(counts[401], JSON.stringify(counts)).to.be.within(6, 12);
        expectLimited(await logIn(api, 'cat', password, elsewhere()), 'login-account', 3, 600);
      });

      it('do not end the sessions there are', async () => {
        const dan = await register(api, 'dan', elsewhere());
        expect(dan.status).to.equal(201);
        const { body } = await logIn(api, 'dan', password, elsewhere());
        for (let time = 0; time < 6; time += 1) await guess(api, 'dan', elsewhere());
        expect((await guess(api, 'dan', elsewhere())).status).to.equal(429);
        expect((await api.as(body.access)('GET', '/users/me')).status).to.equal(200);
        const { refresh } = body;
        expectUnlimited(await api.anonymous('POST', '/auth/token/refresh', { refresh }), 200);
      });
    },
  );

  limited('of sending', { RATE_LIMIT_SEND: '3/600' }, (api) => {
    it('are by user, whatever the thread and the outcome', async () => {
      const { ann, bob, cat } = await api.people('ann', 'bob', 'cat');
      const [one, two] = [await api.open(ann, bob), await api.open(ann, cat)];
      const send = (user: typeof ann, thread: number, headers = {}) =>
        user.call('POST', `/threads/${thread}/messages`, { text: 'Hello' }, headers);

      const key = { 'Idempotency-Key': 'once' };
      const answers = [
        await send(ann, one.id, key),
        await send(ann, one.id, key),
        await send(ann, two.id + 99),
      ];
      expect(answers.map(({ status }) => status)).to.deep.equal([201, 200, 404]);
      expect(answers.map((answer) => parameter(answer, 'RateLimit', 'r'))).to.deep.equal([2, 1, 0]);
      for (const answer of answers) {
        expect(field(answer, 'RateLimit-Policy')).to.equal('"send";q=3;w=600');
        expect(parameter(answer, 'RateLimit', 't')).to.be.within(540, 600);
      }
      expectLimited(await send(ann, two.id), 'send', 3, 600);

      expect((await send(bob, one.id)).status).to.equal(201);
      expectUnlimited(await ann.call('GET', `/threads/${one.id}/messages`), 200);
      expectUnlimited(await ann.call('POST', `/threads/${one.id}/read`), 200);
      expect((await ann.call('GET', '/threads')).body.results.map(({ id }) => id)).to.deep.equal([
        one.id,
        two.id,
      ]);
    });
  });

  limited(
    'end with their window',
    { RATE_LIMIT_SEND: '1/1', RATE_LIMIT_LOGIN_ACCOUNT: '1/1', RATE_LIMIT_REGISTRATION: '2/1' },
    (api) => {
      it('for sending, registering and logging in', async () => {
        const { ann, bob } = await api.people('ann', 'bob');
        const { id } = await api.open(ann, bob);
        let names = 0;
        const attempts = [
          () => ann.call('POST', `/threads/${id}/messages`, { text: 'Hello' }),
          () => register(api, `user${(names += 1)}`),
        ];
        for (const attempt of attempts) {
          await until('one of many is refused', async () => 429 in tally(await times(4, attempt)));
          await until('it is allowed again', async () => (await attempt()).status === 201);
        }
        await until('guesses are refused', async () => (await guess(api, 'ann')).status === 429);
        await until('a login succeeds', async () => (await logIn(api, 'ann', password)).status === 200);
      });
    },
  );

  limited(
    'that are off',
    { RATE_LIMIT: 'off', RATE_LIMIT_REGISTRATION: '1/60', RATE_LIMIT_SEND: '1/60' },
    (api) => {
      it('are not there', async () => {
        const { ann, bob } = await api.people('ann', 'bob');
        const { id } = await api.open(ann, bob);
        for (let time = 0; time < 3; time += 1) {
          expectUnlimited(await ann.call('POST', `/threads/${id}/messages`, { text: 'Hello' }), 201);
        }
      });
    },
  );

  limited('as they are by default', { RATE_LIMIT: '' }, (api) => {
    it('are there, and in nobody’s way', async () => {
      const people = await times(60, (index) => register(api, `user${index}`));
      expect(tally(people)).to.deep.equal({ 201: 60 });
      expect(tally(await times(60, (index) => logIn(api, `user${index}`, password)))).to.deep.equal({
        200: 60,
      });
      const [ann, bob] = [await api.logIn('user0'), await api.logIn('user1')];
      const { id } = await api.open(ann, bob);
      const sent = await times(300, () => ann.call('POST', `/threads/${id}/messages`, { text: 'Hello' }));
      expect(tally(sent)).to.deep.equal({ 201: 300 });
      expect(field(sent[0]!, 'RateLimit-Policy')).to.equal('"send";q=2000;w=60');
    });
  });

  limited('of opening threads', { RATE_LIMIT_OPEN: '2/3600' }, (api) => {
    it('counts what is newly opened, and lets everybody open what is there', async () => {
      const { ann, bob, cat, dan } = await api.people('ann', 'bob', 'cat', 'dan');
      const open = (id: number) => ann.call('POST', '/threads', { participants: [id] });
      expect((await open(bob.id)).status).to.equal(201);
      for (let time = 0; time < 3; time += 1) expect((await open(bob.id)).status).to.equal(200);
      expect((await open(cat.id)).status).to.equal(201);
      const refused = await open(dan.id);
      expect([refused.status, refused.body.code]).to.deep.equal([429, 'rate_limited']);
      expect(Number(field(refused, 'Retry-After'))).to.be.within(3540, 3600);
      expect((await open(cat.id)).status).to.equal(200);
      expect((await dan.call('POST', '/threads', { participants: [ann.id] })).status).to.equal(201);
      expect((await open(dan.id)).status, 'which is there now').to.equal(200);
    });
  });
});
