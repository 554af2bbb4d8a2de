import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { loadConfig } from '../../src/composition/config/config.js';
import { startService, type Service } from '../../src/composition/service.js';
import { until } from '../support/client.js';
import { addMessage, addUsers, openThread } from '../support/fixtures.js';
import { storeUrl } from '../support/service.js';

describe('The service', () => {
  let service: Service;

  before(async () => {
    const config = loadConfig({
      PORT: '0',
      LOG_LEVEL: 'silent',
      JWT_SECRET: randomBytes(32).toString('hex'),
      DATABASE_URL: storeUrl('better-sqlite3'),
      IDEMPOTENCY_KEY_HOURS: '2',
    });
    expect(config.pruneInterval).to.equal(60_000);
    service = await startService({ ...config, testData: false, pruneInterval: 5 });
  });

  after(() => service.stop());

  it('prunes what has expired, by itself, while it runs', async () => {
    const { store } = service;
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    const [alice, bob] = await addUsers(store, 'alice', 'bob');
    const thread = await openThread(store, alice, bob, hoursAgo(9));
    for (const [idempotencyKey, hours] of Object.entries({ old: 2.5, new: 1.5 })) {
      await addMessage(store, thread, alice, { idempotencyKey, created: hoursAgo(hours) });
    }
    const family = { userId: alice.id, current: 'first' };
    await store.run(async ({ tokenFamilies }) => {
      await tokenFamilies.add({ ...family, id: 'old', expires: hoursAgo(0) });
      await tokenFamilies.add({ ...family, id: 'new', expires: hoursAgo(-1) });
    });
    const hasKey = (key: string) =>
      store.run(
        async ({ messages }) =>
          (await messages.findByIdempotencyKey({ sender: alice.id, key })) !== undefined,
      );
    const lives = async (id: string) =>
      (await store.read(({ tokenFamilies }) => tokenFamilies.withIds([id]))).length === 1;
    await until('the old key is gone', async () => !(await hasKey('old')));
    await until('both were pruned', async () => !(await lives('old')));
    expect(await hasKey('new')).to.equal(true);
    expect(await lives('new')).to.equal(true);
  });
});
