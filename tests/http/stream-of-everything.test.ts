import { expect } from 'chai';
import { RevokeServiceKey } from '../../src/application/accounts/revoke-service-key.js';
import { operator } from '../../src/domain/accounts/user.js';
import { useCasesOn } from '../../src/composition/container.js';
import { suite, times, until, type Host, type User } from '../support/client.js';
import { EventStream } from '../support/event-stream.js';

suite('the stream of everything, for a service as nobody', (api) => {
  let shop: Host;
  let ann: User;
  let bob: User;
  let cyd: User;
  let dan: User;
  const open: EventStream[] = [];

  before(async () => {
    ({ ann, bob, cyd, dan } = await api.people('ann', 'bob', 'cyd', 'dan'));
    shop = await api.host('shop');
  });
  afterEach(() => Promise.all(open.splice(0).map((stream) => stream.cut())));

  const follow = async (key = shop.key, lastId?: string, more: Record<string, string> = {}) => {
    const stream = await EventStream.open(api.base, key, lastId, undefined, more);
    open.push(stream);
    return stream;
  };
  const pairOf = (one: User, other: User) => [one.id, other.id].sort((a, b) => a - b);

  it('tells of all users, of each event who the two are, and of no reader’s own', async () => {
    const stream = await follow();
    const { id } = (await shop.call('POST', '/threads', { participants: [bob.id, ann.id] })).body;
    const first = await api.send(ann, id, 'one');
    const other = await api.open(cyd, dan);
    const second = await api.send(bob, id, 'two');
    await ann.call('PATCH', `/threads/${id}`, { archived: true }); // ann's own
    await shop.call('PATCH', `/threads/${id}`, { metadata: { order: 7 } });
    const before = [
      'thread.created',
      'message.created',
      'thread.created',
      'message.created',
      'thread.updated',
    ];
    const names = [...before, 'message.read', 'message.read'];
    // Each is told as it is by then: read, or left out once it is gone.
    const have = (count: number) => until('they have come', async () => stream.events.length >= count);
    await have(before.length);
    await bob.call('PATCH', `/messages/${first.id}`, { is_read: true });
    await ann.call('POST', `/threads/${id}/read`);
    await have(names.length);
    await ann.call('DELETE', `/threads/${id}`);
    const data = await stream.expect(...names, 'thread.deleted');
    const participants = pairOf(ann, bob);
    const nobodys = { unread_count: null, archived: null, muted: null };
    expect(data[0]).to.deep.include({ id, ...nobodys });
    const idOf = (one: object | number) => (typeof one === 'number' ? one : (one as { id: number }).id);
    expect(data[0]?.participants.map(idOf), 'as a thread shows them').to.deep.equal(participants);
    const [low] = [ann, bob].toSorted((one, other) => one.id - other.id);
    expect(data[0]?.participants[0]).to.include({ username: low?.username });
    expect(data[1]).to.deep.equal({ ...first, participants });
    expect(data[2]).to.deep.include({ id: other.id, ...nobodys });
    expect(data[2]?.participants.map(idOf)).to.deep.equal(pairOf(cyd, dan));
    expect(data[3]).to.deep.equal({ ...second, participants });
    expect(data[4]).to.deep.include({ id, metadata: { order: 7 }, ...nobodys });
    expect(data[5]).to.deep.equal({ thread: id, reader: bob.id, ids: [first.id], participants });
    expect(data[6]).to.deep.equal({ thread: id, reader: ann.id, up_to: second.id, participants });
    expect(data[7]).to.deep.equal({ id, participants });
  });

  it('tells of accounts, all that a service may see of them', async () => {
    const stream = await follow();
    const { body } = await shop.call('PUT', '/users/ext:buyer-7', { name: 'Bea' });
    const [created] = await stream.expect('user.created');
    expect(created).to.deep.equal(body);
    const changed = await shop.call('PATCH', '/users/ext:buyer-7', { name: 'Bea Buyer' });
    expect((await stream.expect('user.created', 'user.updated'))[1]).to.deep.equal(changed.body);
  });

  it('tells who is typing', async () => {
    const { id } = await api.open(ann, bob);
    const stream = await follow();
    await bob.call('POST', `/threads/${id}/typing`);
    await ann.call('POST', `/threads/${id}/typing`);
    const participants = pairOf(ann, bob);
    expect(await stream.expect('typing', 'typing')).to.deep.equal([
      { thread: id, user: bob.id, participants },
      { thread: id, user: ann.id, participants },
    ]);
    expect(stream.events[0]?.id).to.equal(undefined);
  });

  it('goes on after any event, over many batches, and is reset like any other', async () => {
    const threads = [await api.open(ann, bob), await api.open(cyd, dan)];
    const stream = await follow();
    await stream.cut();
    await times(150, (index) => api.send(index % 2 ? cyd : ann, threads[index % 2]!.id, `message ${index}`));
    const all = await follow(shop.key, stream.lastId);
    const names = Array<string>(150).fill('message.created');
    const ids = (await all.expect(...names)).map(({ id }) => id);
    expect(new Set(ids).size).to.equal(150);
    const middle = await follow(shop.key, all.events[99]?.id);
    expect((await middle.expect(...names.slice(100))).map(({ id }) => id)).to.deep.equal(ids.slice(100));
    const live = await api.send(dan, threads[1]!.id, 'live');
    for (const one of [all, middle]) {
      await until('it has come', async () => one.events.at(-1)?.data.id === live.id);
    }
    await (await follow(shop.key, 'feedbeef-1-1')).expect('reset');
  });

  it('is that of a user in whose name the service asks', async () => {
    const others = await api.open(cyd, dan);
    const own = await api.open(ann, bob);
    const stream = await follow(shop.key, undefined, { 'Duet-Act-As': String(ann.id) });
    await api.send(cyd, others.id, 'not for ann');
    const sent = await api.send(bob, own.id, 'for ann');
    const [data] = await stream.expect('message.created');
    expect(data).to.deep.equal({ ...sent, total_unread: data?.total_unread });
    expect(data?.total_unread).to.be.above(0);
  });

  it('ends when the key is revoked, and no other does', async () => {
    const crm = await api.host('crm');
    const [ends, stays] = [await follow(crm.key), await follow()];
    await useCasesOn(api.service.store).get(RevokeServiceKey).execute({ caller: operator, name: 'crm' });
    await until('the stream has ended', async () => ends.ended, 2000);
    expect(stays.ended).to.equal(false);
  });

  it('is limited to 20 for all services', async () => {
    await times(20, () => follow());
    const { status, body } = await shop.call('GET', '/events');
    expect([status, body.code]).to.deep.equal([429, 'too_many_streams']);
    expect((await shop.actAs(ann)('HEAD', '/events')).status).to.equal(200);
  });
});
