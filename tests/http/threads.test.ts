import { expect } from 'chai';
import { idsOf, maxId, suite, until, type Body, type User } from '../support/client.js';

suite('threads', (api) => {
  let people: Record<'ada' | 'bob' | 'cy' | 'dee' | 'root' | 'gone', User>;
  const open = (user: User, ...participants: unknown[]) => user.call('POST', '/threads', { participants });
  const threadsOf = async (user: User, path = '/threads') =>
    (await user.call('GET', `${path}?limit=100`)).body;

  before(async () => {
    people = await api.people('ada', 'bob', 'cy', 'dee', 'root', 'gone');
    await api.promote(people.root, people.ada);
    await api.deactivate(people.gone);
  });

  it('opens one and says where it is', async () => {
    const { ada, bob } = people;
    const { status, headers, body } = await open(ada, bob.id);
    expect(status).to.equal(201);
    expect(body.participants).to.have.deep.members([
      { id: ada.id, username: 'ada', name: null, avatar_url: null },
      { id: bob.id, username: 'bob', name: null, avatar_url: null },
    ]);
    expect([body.last_message, body.unread_count]).to.deep.equal([null, 0]);
    expect(body.updated >= body.created).to.equal(true);
    const location = new URL(headers.get('location') ?? '', `${api.base}/threads`);
    expect((await ada.call('GET', location.href)).body).to.deep.equal(body);
    expect((await bob.call('GET', `/threads/${body.id}`)).body).to.deep.equal(body);
  });

  it('gets the same one from then on, however the pair is named', async () => {
    const { ada, bob, root } = people;
    const { id } = (await open(ada, bob.id)).body;
    const namings: [User, number[]][] = [
      [ada, [bob.id]],
      [ada, [ada.id, bob.id]],
      [ada, [bob.id, ada.id]],
      [bob, [ada.id]],
      [bob, [ada.id, bob.id]],
      [bob, [bob.id, ada.id]],
      [root, [ada.id, bob.id]],
      [root, [bob.id, ada.id]],
    ];
    for (const [user, ids] of namings) {
      const { status, body } = await open(user, ...ids);
      expect([status, body.id], `${user.username} names ${ids.join()}`).to.deep.equal([200, id]);
    }
    for (const user of [ada, bob]) {
      const { results } = await threadsOf(user);
      const pairs = results.map(({ participants }) => idsOf(participants).toSorted().join());
      expect(new Set(pairs).size).to.equal(pairs.length);
    }
  });

  it('refuses other company, and opens nothing', async () => {
    const { ada, bob, cy, root, gone } = people;
    await api.open(ada, bob);
    const before = await threadsOf(ada);
    const cases: [string, User, unknown[], number, string[]][] = [
      ['nobody', ada, [], 400, ['validation_error']],
      ['three', ada, [ada.id, bob.id, cy.id], 400, ['too_many_participants']],
      ['three others', ada, [bob.id, cy.id, root.id], 400, ['too_many_participants']],
      ['three, by an admin', root, [ada.id, bob.id, cy.id], 400, ['too_many_participants']],
      [
        'a hundred',
        ada,
        Array.from({ length: 100 }, (_, index) => index + 1),
        400,
        ['too_many_participants'],
      ],
      ['oneself', ada, [ada.id], 400, ['self_thread']],
      ['oneself, as an admin', root, [root.id], 400, ['self_thread']],
      ['oneself twice', ada, [ada.id, ada.id], 400, ['validation_error']],
      ['another twice', ada, [bob.id, bob.id], 400, ['validation_error']],
      ['another twice, by an admin', root, [bob.id, bob.id], 400, ['validation_error']],
      ['somebody thrice', ada, [bob.id, bob.id, bob.id], 400, ['validation_error', 'too_many_participants']],
      ['nobody known', ada, [maxId], 400, ['unknown_participant']],
      ['oneself and nobody known', ada, [maxId, ada.id], 400, ['unknown_participant']],
      ['nobody known, by an admin', root, [ada.id, maxId], 400, ['unknown_participant']],
      ['a deactivated user', ada, [gone.id], 400, ['unknown_participant']],
      ['a deactivated user, by an admin', root, [gone.id, ada.id], 400, ['unknown_participant']],
      ['two others', ada, [bob.id, cy.id], 403, ['not_a_participant']],
      ['two others with a thread', cy, [ada.id, bob.id], 403, ['not_a_participant']],
    ];
    for (const [name, user, ids, expected, codes] of cases) {
      const { status, body } = await open(user, ...ids);
      expect(status, name).to.equal(expected);
      expect(body.code, name).to.be.oneOf(codes);
    }
    expect(await threadsOf(ada)).to.deep.equal(before);
    expect((await threadsOf(cy)).count).to.equal(0);
  });

  it('lets an admin open one for two others, and be none of them', async () => {
    const { cy, dee, root } = people;
    const { status, body, headers } = await open(root, cy.id, dee.id);
    expect([status, body.unread_count]).to.deep.equal([201, null]);
    expect(headers.get('location')).to.match(new RegExp(`/threads/${body.id}/?$`));
    expect(idsOf(body.participants)).to.have.members([cy.id, dee.id]);
    expect((await root.call('GET', `/threads/${body.id}`)).body).to.deep.equal(body);
    expect((await open(root, dee.id, cy.id)).body).to.deep.equal(body);
    expect(idsOf((await threadsOf(root)).results)).not.to.include(body.id);
    expect(idsOf((await threadsOf(cy)).results)).to.include(body.id);
  });

  it('lets an admin have threads of their own', async () => {
    const { ada, root } = people;
    const { body } = await open(root, ada.id);
    expect(body.unread_count).to.equal(0);
    await api.send(ada, body.id, 'help');
    expect((await root.call('GET', `/threads/${body.id}`)).body.unread_count).to.equal(1);
    expect((await root.call('GET', '/users/me/unread-count')).body).to.deep.equal({ count: 1 });
  });

  it("shows an admin another's list as that user sees it", async () => {
    const { ada, bob, root } = people;
    const thread = (await open(ada, bob.id)).body;
    await api.send(bob, thread.id, 'one');
    await api.send(bob, thread.id, 'two');
    const own = await threadsOf(ada);
    expect(own.results.find(({ id }) => id === thread.id)?.unread_count).to.equal(2);
    for (const [user, path] of [
      [ada, '/users/me/threads'],
      [ada, `/users/${ada.id}/threads`],
      [root, `/users/${ada.id}/threads`],
    ] as const) {
      expect((await threadsOf(user, path)).results, path).to.deep.equal(own.results);
    }
    expect((await root.call('GET', `/users/${ada.id}/unread-count`)).body).to.deep.equal(
      (await ada.call('GET', '/users/me/unread-count')).body,
    );
    expect((await root.call('GET', `/threads/${thread.id}`)).body.unread_count).to.equal(null);
  });

  it('lists the latest active first, then the highest id, with the last message', async () => {
    const { ada, bob, cy, dee } = people;
    const threads = [await api.open(ada, bob), await api.open(ada, cy), await api.open(ada, dee)];
    const ordered = (list: Body[]) =>
      list.toSorted((a, b) => b.updated.localeCompare(a.updated) || b.id - a.id).map(({ id }) => id);
    for (const thread of [...threads, threads[0]]) {
      if (thread === undefined) continue;
      const sent = await api.send(ada, thread.id, `to ${thread.id}`);
      const { results } = await threadsOf(ada);
      expect(idsOf(results)).to.deep.equal(ordered(results));
      const listed = results.find(({ id }) => id === thread.id);
      expect(listed?.last_message).to.deep.equal(sent);
      expect((listed?.updated ?? '') >= sent.created).to.equal(true);
      expect(results[0]?.updated).to.equal(listed?.updated);
    }
  });

  it('moves `updated` when a message is sent, and only then', async () => {
    const { ada, cy } = people;
    const get = async (id: number) => (await ada.call('GET', `/threads/${id}`)).body;
    const { id } = await api.open(ada, cy);
    const message = await api.send(cy, id, 'hello');
    const sent = await get(id);
    await ada.call('PATCH', `/messages/${message.id}`, { is_read: true });
    await ada.call('POST', `/threads/${id}/read`);
    await api.open(cy, ada);
    expect((await get(id)).updated).to.equal(sent.updated);
    expect((await get(id)).created).to.equal(sent.created);
    await until('the clock has moved', () => Promise.resolve(Date.now() > Date.parse(sent.updated)));
    await api.send(ada, id, 'good bye');
    expect((await get(id)).updated > sent.updated).to.equal(true);
  });

  for (const who of ['bob', 'dee', 'root'] as const) {
    it(`is gone for everybody when ${who} removes it, and a new one is new`, async () => {
      const { bob, dee, root } = people;
      const thread = await api.open(bob, dee);
      const messages = [await api.send(bob, thread.id, 'first'), await api.send(dee, thread.id, 'second')];
      const { status, raw } = await people[who].call('DELETE', `/threads/${thread.id}`);
      expect([status, raw]).to.deep.equal([204, '']);

      for (const user of [bob, dee, root]) {
        const calls: [string, string, unknown?][] = [
          ['GET', `/threads/${thread.id}`],
          ['DELETE', `/threads/${thread.id}`],
          ['GET', `/threads/${thread.id}/messages`],
          ['GET', `/threads/${thread.id}/messages?after=${messages[0]?.id}`],
          ['POST', `/threads/${thread.id}/messages`, { text: 'anyone?' }],
          ['POST', `/threads/${thread.id}/read`],
          ...messages.map(({ id }): [string, string] => ['GET', `/messages/${id}`]),
          ...messages.map(({ id }): [string, string, unknown] => [
            'PATCH',
            `/messages/${id}`,
            { is_read: true },
          ]),
        ];
        for (const [method, path, body] of calls) {
          expect((await user.call(method, path, body)).status, `${method} ${path}`).to.equal(404);
        }
        expect(idsOf((await threadsOf(user)).results)).not.to.include(thread.id);
      }

      const { status: opened, body: fresh } = await open(dee, bob.id);
      expect(opened).to.equal(201);
      expect(fresh.id).not.to.equal(thread.id);
      expect([fresh.last_message, fresh.unread_count]).to.deep.equal([null, 0]);
      expect((await bob.call('GET', `/threads/${fresh.id}/messages`)).body.count).to.equal(0);
      expect((await bob.call('GET', `/threads/${thread.id}`)).status).to.equal(404);
      const next = await api.send(bob, fresh.id, 'again');
      expect(idsOf(messages), 'a fresh message id').not.to.include(next.id);
      await bob.call('DELETE', `/threads/${fresh.id}`);
    });
  }
});
