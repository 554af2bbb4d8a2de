import { expect } from 'chai';
import { maxId, suite, type Body, type User } from '../support/client.js';

interface Scene {
  thread: number;
  /** From the sender to the recipient. */
  message: number;
  recipient: number;
  sender: number;
}
type Role = 'recipient' | 'sender' | 'outsider' | 'admin';
type Row = [method: string, path: (scene: Scene) => string, body: unknown, expected: Record<Role, number>];

const all = (status: number): Record<Role, number> => ({
  recipient: status,
  sender: status,
  outsider: status,
  admin: status,
});
const rows: Row[] = [
  ['GET', () => '/users/me', undefined, all(200)],
  ['GET', () => '/users', undefined, all(200)],
  ['GET', () => '/users?search=a', undefined, all(200)],
  ['GET', () => '/threads', undefined, all(200)],
  ['GET', () => '/users/me/threads', undefined, all(200)],
  ['GET', () => '/users/me/unread-count', undefined, all(200)],
  ['GET', (to) => `/users/${to.recipient}/threads`, undefined, { ...all(403), recipient: 200, admin: 200 }],
  [
    'GET',
    (to) => `/users/${to.recipient}/unread-count`,
    undefined,
    { ...all(403), recipient: 200, admin: 200 },
  ],
  ['GET', (to) => `/users/${to.sender}/threads`, undefined, { ...all(403), sender: 200, admin: 200 }],
  ['GET', (to) => `/users/${to.sender}/unread-count`, undefined, { ...all(403), sender: 200, admin: 200 }],
  ['GET', () => `/users/${maxId}/threads`, undefined, all(404)],
  ['GET', () => `/users/${maxId}/unread-count`, undefined, all(404)],
  ['GET', () => '/users/me/blocks', undefined, all(200)],
  ['GET', () => '/limits', undefined, all(200)],
  ['GET', () => '/users/me/export', undefined, all(200)],
  ['GET', (to) => `/users/${to.sender}/export`, undefined, { ...all(403), sender: 200, admin: 200 }],
  ['GET', () => `/users/${maxId}/export`, undefined, all(404)],
  ['DELETE', () => `/users/${maxId}`, undefined, all(404)],
  ['DELETE', (to) => `/users/${to.sender}/block`, undefined, all(204)],
  [
    'POST',
    () => '/threads',
    (to: Scene) => ({ participants: [to.recipient, to.sender] }),
    { ...all(200), outsider: 403 },
  ],
  ['GET', (to) => `/threads/${to.thread}`, undefined, { ...all(200), outsider: 404 }],
  ['GET', (to) => `/threads/${to.thread}/messages`, undefined, { ...all(200), outsider: 404 }],
  [
    'GET',
    (to) => `/threads/${to.thread}/messages?after=${to.message}`,
    undefined,
    { ...all(200), outsider: 404 },
  ],
  [
    'GET',
    (to) => `/threads/${to.thread}/messages?ordering=-created`,
    undefined,
    { ...all(200), outsider: 404 },
  ],
  [
    'POST',
    (to) => `/threads/${to.thread}/messages`,
    { text: 'a word' },
    { ...all(201), outsider: 404, admin: 403 },
  ],
  ['GET', (to) => `/messages/${to.message}`, undefined, { ...all(200), outsider: 404 }],
  [
    'PATCH',
    (to) => `/messages/${to.message}`,
    { is_read: true },
    { recipient: 200, sender: 403, outsider: 404, admin: 403 },
  ],
  ['POST', (to) => `/threads/${to.thread}/read`, undefined, { ...all(200), outsider: 404, admin: 403 }],
  [
    'POST',
    (to) => `/threads/${to.thread}/read`,
    (to: Scene) => ({ up_to: to.message }),
    { ...all(200), outsider: 404, admin: 403 },
  ],
  ['DELETE', (to) => `/threads/${to.thread}`, undefined, { ...all(204), outsider: 404 }],
  ...[
    ['GET', '/threads/X'],
    ['DELETE', '/threads/X'],
    ['GET', '/threads/X/messages'],
    ['POST', '/threads/X/messages', { text: 'a word' }],
    ['POST', '/threads/X/read'],
    ['GET', '/messages/X'],
    ['PATCH', '/messages/X', { is_read: true }],
  ].map(([method, path, body]): Row => {
    return [method as string, () => (path as string).replace('X', String(maxId)), body, all(404)];
  }),
];
const codes: Record<string, string> = {
  'POST messages 403': 'not_a_participant',
  'POST threads 403': 'not_a_participant',
  'PATCH 403': 'not_the_recipient',
};

suite('access', (api) => {
  let people: Record<Role | 'deactivated', User>;
  let scene: Scene;
  const describeRow = ([method, path]: Row) =>
    `${method} ${path({ thread: NaN, message: NaN, recipient: 1, sender: 2 }).replaceAll('NaN', '{id}')}`;
  const request = (row: Row, user: { call: User['call'] }, to = scene) => {
    const [method, path, body] = row;
    return user.call(
      method,
      path(to),
      typeof body === 'function' ? (body as (to: Scene) => unknown)(to) : body,
    );
  };

  before(async () => {
    people = await api.people('recipient', 'sender', 'outsider', 'admin', 'deactivated');
    await api.promote(people.admin, people.sender);
    await api.open(people.deactivated, people.sender);
    await api.deactivate(people.deactivated);
  });

  beforeEach(async () => {
    const { recipient, sender } = people;
    const { id: thread } = await api.open(sender, recipient);
    const { id: message } = await api.send(sender, thread, 'between us');
    scene = { thread, message, recipient: recipient.id, sender: sender.id };
  });

  for (const row of rows) {
    const [method, , , expected] = row;
    for (const role of ['recipient', 'sender', 'outsider', 'admin'] as const) {
      it(`${describeRow(row)} by ${role}: ${expected[role]}`, async () => {
        const { status, body } = await request(row, people[role]);
        expect(status).to.equal(expected[role]);
        const last = row[1](scene).replace(/.*\//, '');
        const code = codes[`${method} ${last} ${status}`] ?? (status === 403 && codes[`${method} 403`]);
        if (typeof code === 'string') expect(body.code).to.equal(code);
      });
    }

    it(`${describeRow(row)} by nobody: 401`, async () => {
      expect((await request(row, { call: api.anonymous })).status).to.equal(401);
      expect((await request(row, people.deactivated)).status, 'deactivated').to.equal(401);
      expect((await request(row, { call: api.as('garbage') })).status, 'garbage').to.equal(401);
    });
  }

  it('changes nothing for those who may not', async () => {
    const { outsider, admin, recipient, deactivated } = people;
    const look = async () => [
      (await recipient.call('GET', `/threads/${scene.thread}`)).body,
      (await recipient.call('GET', `/threads/${scene.thread}/messages?limit=100`)).body,
    ];
    const before = await look();
    for (const row of rows.filter(([method]) => method !== 'GET')) {
      await request(row, outsider);
      await request(row, deactivated);
      await request(row, { call: api.anonymous });
      if (row[0] !== 'DELETE') await request(row, admin);
    }
    expect(await look()).to.deep.equal(before);
  });

  it("makes no difference between another's and none at all", async () => {
    const never: Scene = { ...scene, thread: maxId, message: maxId };
    const plain = ({ body, headers }: { body: Body; headers: Headers }, ids: number[]) => {
      const text = JSON.stringify(body).replace(/\b\d+\b/g, (id) => (ids.includes(Number(id)) ? 'N' : id));
      return [text, [...headers.keys()].toSorted()];
    };
    const hidden = rows.filter((row) => row[3].outsider === 404 && row[1](scene) !== row[1](never));
    expect(hidden.length).to.be.at.least(8);
    for (const row of hidden) {
      const theirs = await request(row, people.outsider);
      const none = await request(row, people.outsider, never);
      expect(theirs.status, describeRow(row)).to.equal(404);
      expect(plain(theirs, [scene.thread, scene.message])).to.deep.equal(plain(none, [maxId]));
    }
  });

  it('is kept from a token in the wrong place', async () => {
    for (const row of rows.filter(([method]) => method === 'GET')) {
      const { status } = await request(row, { call: api.as(people.recipient.refresh) });
      expect(status, describeRow(row)).to.equal(401);
    }
  });

  it('needs no token for accounts and tokens', async () => {
    for (const [path, body, expected] of [
      ['/users', {}, [400]],
      ['/auth/token', {}, [400]],
      ['/auth/token/refresh', {}, [400]],
      ['/auth/token/revoke', {}, [400]],
      ['/auth/token/revoke', { refresh: people.outsider.refresh }, [204]],
    ] as const) {
      for (const call of [api.anonymous, api.as('garbage'), people.deactivated.call]) {
        expect((await call('POST', path, body)).status, path).to.be.oneOf(expected);
      }
    }
  });
});
