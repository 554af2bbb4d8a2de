import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Api, suite, tally, times, type User } from '../support/client.js';

suite('idempotent sends', (api) => {
  let people: Record<'kim' | 'lou' | 'max', User>;
  let thread: number;
  let other: number;
  const send = (user: User, key: string, text: string, to = thread) =>
    user.call('POST', `/threads/${to}/messages`, { text }, { 'Idempotency-Key': key });
  const count = async () => (await people.kim.call('GET', `/threads/${thread}/messages?limit=1`)).body.count;

  before(async () => {
    people = await api.people('kim', 'lou', 'max');
    thread = (await api.open(people.kim, people.lou)).id;
    other = (await api.open(people.kim, people.max)).id;
  });

  it('repeated, give the first message and store nothing', async () => {
    const { kim } = people;
    const key = randomUUID();
    const first = await send(kim, key, 'once');
    expect(first.status).to.equal(201);
    await send(kim, randomUUID(), 'in between');
    const before = (await kim.call('GET', `/threads/${thread}`)).body;
    const stored = await count();
    for (let repeat = 0; repeat < 3; repeat += 1) {
      const { status, body } = await send(kim, key, 'once');
      expect(status).to.equal(200);
      expect(body).to.deep.equal(first.body);
    }
    expect(await count()).to.equal(stored);
    expect((await kim.call('GET', `/threads/${thread}`)).body).to.deep.equal(before);
  });

  it('repeated after it was read, still give that message', async () => {
    const { kim, lou } = people;
    const key = randomUUID();
    const { id } = (await send(kim, key, 'read me')).body;
    await lou.call('PATCH', `/messages/${id}`, { is_read: true });
    const { status, body } = await send(kim, key, 'read me');
    expect([status, body.id]).to.deep.equal([200, id]);
    expect((await kim.call('GET', `/messages/${id}`)).body.is_read).to.equal(true);
  });

  it('refuse another text or thread, and then still repeat the first', async () => {
    const { kim } = people;
    const key = randomUUID();
    const first = (await send(kim, key, 'this')).body;
    const before = await count();
    for (const [text, to] of [
      ['that', thread],
      ['this ', thread],
      ['This', thread],
      ['this', other],
      ['that', other],
    ] as const) {
      const { status, body } = await send(kim, key, text, to);
      expect([status, body.code], `${text} to ${to}`).to.deep.equal([422, 'idempotency_key_reused']);
    }
    expect((await send(kim, key, 'this')).body).to.deep.equal(first);
    expect(await count()).to.equal(before);
  });

  it('belong to the sender', async () => {
    const { kim, lou } = people;
    const key = randomUUID();
    const [mine, yours] = [await send(kim, key, 'same words'), await send(lou, key, 'same words')];
    expect([mine.status, yours.status]).to.deep.equal([201, 201]);
    expect(mine.body.id).not.to.equal(yours.body.id);
    expect([mine.body.sender, yours.body.sender]).to.deep.equal([kim.id, lou.id]);
  });

  it('tell keys apart that are similar', async () => {
    const key = randomUUID();
    for (const similar of [`${key}a`, `${key}A`, `${key}a.`, `"${key}a"`, `${key}%61`, `${key}_`]) {
      expect((await send(people.kim, similar, similar)).status, similar).to.equal(201);
    }
  });

  it('take any key of 1 to 255 visible characters', async () => {
    const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index)).join('');
    for (const key of ['!', '~', '0', visible, 'k'.repeat(254), 'k'.repeat(255)]) {
      expect((await send(people.kim, key, `key ${key}`)).status, key).to.equal(201);
      expect((await send(people.kim, key, `key ${key}`)).status, key).to.equal(200);
    }
  });

  it('spend no key on a message that was refused', async () => {
    const key = randomUUID();
    expect((await send(people.kim, key, ' ')).status).to.equal(400);
    expect((await send(people.lou, key, 'x', other)).status).to.equal(404);
    expect((await send(people.kim, key, 'better')).status).to.equal(201);
    expect((await send(people.lou, key, 'mine')).status).to.equal(201);
  });

  it('without a key, are sends like any other', async () => {
    const { kim } = people;
    const { id } = await api.send(kim, thread, 'twice');
    expect((await api.send(kim, thread, 'twice')).id).not.to.equal(id);
  });

  it('sixty at once store one', async () => {
    const key = randomUUID();
    const before = await count();
    const answers = await times(60, () => send(people.kim, key, 'at once'));
    expect(tally(answers)).to.deep.equal({ 200: 59, 201: 1 });
    expect(new Set(answers.map(({ body }) => body.id)).size).to.equal(1);
    expect(await count()).to.equal(before + 1);
  });

  it('sixty different ones under one key store one', async () => {
    const key = randomUUID();
    const before = await count();
    const answers = await times(60, (index) => send(people.lou, key, `text ${index % 3}`));
    expect(tally(answers)).to.deep.equal({ 200: 19, 201: 1, 422: 40 });
    expect(await count()).to.equal(before + 1);
  });

  it('whose thread is gone give no trace of it', async () => {
    const { lou, max } = people;
    const key = randomUUID();
    const gone = await api.open(lou, max);
    const { id } = (await send(lou, key, 'short-lived', gone.id)).body;
    await max.call('DELETE', `/threads/${gone.id}`);
    expect((await send(lou, key, 'short-lived', gone.id)).status).to.equal(404);
    const fresh = await api.open(lou, max);
    const { status, body } = await send(lou, key, 'short-lived', fresh.id);
    expect(status).to.be.oneOf([201, 422]);
    if (status === 201) expect(body.id).not.to.equal(id);
  });
});

describe('limits', () => {
  const api = new Api();
  after(() => api.stop());

  it('tell for how long keys are remembered, and senders edit, as configured', async () => {
    await api.start({ IDEMPOTENCY_KEY_HOURS: '2', EDIT_SECONDS: '60', ATTACHMENT_MAX_BYTES: '5' });
    const { call } = await api.register('kim');
    const { status, body } = await call('GET', '/limits');
    expect([status, body]).to.deep.equal([
      200,
      { idempotency_key_seconds: 7200, edit_seconds: 60, attachment_max_bytes: 5 },
    ]);
  });
});
