import { expect } from 'chai';
import { CreateUser } from '../../src/application/admin/create-user.js';
import { operator } from '../../src/domain/accounts/user.js';
import { replace, wrap } from '../../src/composition/container.js';
import { FairTurns } from '../../src/infrastructure/rate-limits/fair-turns.js';
import { tokens } from '../../src/composition/tokens.js';
import { password, suite, tally, times, until, type Api } from '../support/client.js';
import { Gate } from '../support/gate.js';

/** How many are at work at once, and how many may wait for them. */
const [atWork, waiting] = [4, 200];

// Not by `api.anonymous`, which takes a 503 for a failure.
async function logIn(api: Api, username: string) {
  const response = await fetch(`${api.base}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const { code } = (await response.json()) as { code?: string };
  return { status: response.status, code, retryAfter: response.headers.get('retry-after') };
}

describe('more logins than can be served', () => {
  let gate: Gate | undefined;
  let begun = 0;
  let hashed: string[] = [];
  const held = async <Result>(what: string, work: () => Promise<Result>) => {
    begun += 1;
    await gate?.opened;
    const result = await work();
    hashed.push(what);
    return result;
  };
  const holding = wrap(tokens.hashMethod, (method) => ({
    hash: (text) => held('set', () => method.hash(text)),
    needsRehash: (hash) => method.needsRehash(hash),
    verify: (hash, text) => held('login', () => method.verify(hash, text)),
  }));
  const hold = () => {
    gate = new Gate();
    begun = 0;
    hashed = [];
  };

  afterEach(() => gate?.open());

  suite(
    'at once',
    (api) => {
      it('are refused with a time to come back, those of the busiest account first, and the others served', async () => {
        await api.people('ann', 'bob');
        hold();
        const refused: string[] = [];
        const crowd = times(atWork + waiting + 30, async () => {
          const answer = await logIn(api, 'ann');
          if (answer.status === 503) refused.push(`${answer.code} ${answer.retryAfter}`);
          return answer;
        });
        await until('all but those who may wait are refused', async () => refused.length === 30);
        const other = logIn(api, 'bob');
        await until('room is made for another account', async () => refused.length === 31);
        expect((await fetch(`${api.service.url}/readyz`)).status, 'readiness').to.equal(200);
        gate?.open();
        expect((await other).status).to.equal(200);
        expect(tally(await crowd)).to.deep.equal({ 200: atWork + waiting - 1, 503: 31 });
        expect(new Set(refused)).to.deep.equal(new Set(['logins_busy 1']));
        expect((await logIn(api, 'ann')).status, 'afterwards').to.equal(200);
      });
    },
    () => ({ DATABASE_URL: 'memory:', RATE_LIMIT: 'on' }),
    holding,
  );

  let createUser: CreateUser;
  const waitingFor = new Set<string>();
  class Watched extends FairTurns {
    override run<Result>(account: string, address: string, work: () => Promise<Result>): Promise<Result> {
      waitingFor.add(account);
      return super.run(account, address, work);
    }
  }
  suite(
    'beside passwords that admins set',
    (api) => {
      it('take turns with them', async () => {
        await api.people('ann');
        hold();
        const made = times(40, (index) =>
          createUser.execute({ caller: operator, username: `user${index}`, password, role: 'user' }),
        );
        await until('the first ones are hashed', async () => begun >= atWork);
        waitingFor.clear();
        const login = logIn(api, 'ann');
        await until('the login has come', async () => waitingFor.has('ann'));
        gate?.open();
        expect((await login).status).to.equal(200);
        expect(hashed.indexOf('login')).to.be.within(0, 15);
        await made;
        expect(hashed).to.have.lengthOf(41);
      });
    },
    () => ({ DATABASE_URL: 'memory:' }),
    holding,
    replace(tokens.passwordTurns, new Watched(atWork, waiting)),
    (container) => {
      container.onActivation(tokens.app, (context, app) => {
        createUser = context.get(CreateUser);
        return app;
      });
    },
  );
});
