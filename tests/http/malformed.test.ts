import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { betterSqlite3 } from '../../src/infrastructure/persistence/sqlite/better-sqlite3.js';
import { password, suite, type Answer, type RawRequest, type User } from '../support/client.js';

interface Place {
  thread: number;
  message: number;
  other: number;
  third: number;
  refresh: string;
}
type Fields = Record<string, unknown>;
type Make<T> = T | ((place: Place) => T);
interface Case {
  method: string;
  target: Make<string>;
  body?: Make<string | Buffer | Fields>;
  headers?: readonly (readonly [string, string])[];
  anonymous?: boolean;
  lenient?: boolean;
  expect: number | readonly number[];
  code?: string;
  /** Where the error is; said to the client if it is a validation error. */
  in?: 'path' | 'query' | 'body' | 'header';
}

const v1 = '/api/v1';
const cases: [name: string, Case][] = [];
const add = (name: string, value: Case) => cases.push([name, value]);
const show = (value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 50)}… (${text.length})` : text;
};

// Ids in paths.
const ids =
  '0 -0 -1 +1 1.0 1. .5 1e2 1E2 0x1 0b1 0o7 1_000 1,000 1n 1a a1 abc null undefined NaN Infinity -Infinity true ' +
  "1' 1%27-- 1;drop 1%20OR%201=1 %201 1%20 1%0a %091 1%00 %00 １ %EF%BC%91 ٣ %D9%A3 ² ① %F0%9F%9A%80 ME me%20 " +
  '9007199254740992 9007199254740993 9223372036854775808 99999999999999999999 18446744073709551617 ' +
  `${'9'.repeat(400)} 1..2 ... ..%2f1 1%2f2 1%2F%2e%2e %5B1%5D [1] %7B%7D {id} :id * $1 1%2C2 1|2 1%5c %2B1 %22 1%231`;
const idTargets: [string, string, string?][] = [
  ['GET', '/threads/X'],
  ['GET', '/messages/X'],
  ['GET', '/users/X/threads'],
  ['DELETE', '/threads/X'],
  ['GET', '/threads/X/messages'],
  ['POST', '/threads/X/messages', '{"text":"x"}'],
  ['POST', '/threads/X/read', '{}'],
  ['PATCH', '/messages/X', '{"is_read":true}'],
  ['GET', '/users/X/unread-count'],
];
for (const [index, [method, path, body]] of idTargets.entries()) {
  const some = ids.split(' ').filter((_, position) => index < 3 || position % 7 === index - 3);
  for (const id of new Set([...some, '0', '9007199254740992', 'abc'])) {
    add(`${method} ${path} X=${show(id)}`, {
      method,
      target: v1 + path.replace('X', id),
      ...(body === undefined ? {} : { body }),
      expect: 400,
      in: 'path',
    });
  }
}
for (const me of ['/threads/me', '/messages/me', '/threads/me/messages']) {
  add(`GET ${me}`, { method: 'GET', target: v1 + me, expect: 400, in: 'path' });
}

// Percent-encoding, in the path and in the query.
for (const bad of ['%', '%1', '%zz', '%u0041', '%ff', '%C0%AF', '%E0%A4%A', '%ED%A0%80', '1%', '%%31']) {
  for (const path of ['/threads/X', '/messages/X', '/users/X/threads', '/threads/X/messages']) {
    add(`path ${path} X=${bad}`, { method: 'GET', target: v1 + path.replace('X', bad), expect: 400 });
  }
  for (const path of ['/users?search=X', '/threads?limit=X', '/users?X=1']) {
    add(`query ${path} X=${bad}`, { method: 'GET', target: v1 + path.replace('X', bad), expect: 400 });
  }
}

// Query parameters.
const query = (path: string, search: string, code?: string) =>
  add(`GET ${path}?${show(search)}`, {
    method: 'GET',
    target: (to) =>
      `${v1}${path.replace('T', String(to.thread))}?${search.replace(/\bM\b/g, String(to.message))}`,
    expect: 400,
    in: 'query',
    // Node's parser refuses other bytes than ASCII in the query, with a code of its own.
    ...(code === undefined || /[^ -~]/.test(search) ? {} : { code }),
  });
const numbers =
  ' 0x1 1e2 1.0 １ %EF%BC%91 %D9%A3 +1 %2B1 -1 -0 1_0 1n %201 1%20 %091 1%0A 1%00 abc null true NaN Infinity [] {} 1,2 ' +
  '9007199254740992 99999999999999999999 1;2 0b1 0o7 .1 1. %271%27';
for (const number of numbers.split(' ')) {
  query('/threads', `limit=${number}`, 'validation_error');
  query('/threads', `offset=${number}`, 'validation_error');
  query('/threads/T/messages', `after=${number}`, 'validation_error');
  query('/threads/T/messages', `before=${number}`, 'validation_error');
}
for (const path of ['/threads', '/users', '/users/me/threads', '/threads/T/messages']) {
  for (const limit of ['0', '101', '1000000', '-20']) query(path, `limit=${limit}`, 'validation_error');
  for (const search of [
    'limit=1&limit=1',
    'limit=1&limit=2',
    'offset=0&offset=0',
    'limit=1&LIMIT=1',
    'Limit=1',
    'limit',
    'offset',
    'limit[]=1',
    'limit[0]=1',
    'limit[a]=1',
    'limit%5B%5D=1',
    'limit%00=1',
    'page=1',
    'cursor=x',
    'format=json',
    '=1',
    '__proto__=1',
    '__proto__[x]=1',
    'constructor=1',
    'toString=1',
    'hasOwnProperty=1',
    '%20limit=1',
  ]) {
    query(path, search, 'validation_error');
  }
}
for (const path of ['/threads', '/users/me/threads']) {
  for (const search of ['search=a', 'ordering=created', 'after=1', 'before=1'])
    query(path, search, 'validation_error');
}
for (const search of ['search=a&search=a', 'search[]=a', 'search[a]=b', 'ordering=username', 'q=a']) {
  query('/users', search, 'validation_error');
}
for (const search of [
  'ordering=',
  'ordering=id',
  'ordering=text',
  'ordering=CREATED',
  'ordering=%2Bcreated',
  'ordering=--created',
  'ordering=created,-created',
  'ordering=created&ordering=created',
  'ordering=created%20',
  'ordering=created;DROP',
  'ordering[]=created',
  'before=0',
  'after=M&offset=0',
  'after=M&offset=1',
  'before=M&offset=0',
  'after=M&ordering=created',
  'after=M&ordering=-created',
  'before=M&ordering=-created',
  'before=M&ordering=created',
  'after=M&after=M',
  'before=M&before=M',
  'after[]=M',
  'after=M&limit=0',
  'before=M&limit=101',
  'search=x',
  'is_read=true',
]) {
  query('/threads/T/messages', search, 'validation_error');
}
for (const [method, path, body] of [
  ['GET', '/users/me'],
  ['GET', '/threads/T'],
  ['DELETE', '/threads/T'],
  ['GET', '/messages/M'],
  ['PATCH', '/messages/M', '{"is_read":true}'],
  ['POST', '/threads/T/messages', '{"text":"x"}'],
  ['POST', '/threads/T/read', '{}'],
  ['POST', '/threads', '{"participants":[1,2]}'],
  ['GET', '/users/me/unread-count'],
  ['POST', '/users', `{"username":"by-query","password":"${password}"}`],
  ['POST', '/auth/token', `{"username":"here","password":"${password}"}`],
  ['POST', '/auth/token/refresh', '{"refresh":"x"}'],
  ['POST', '/auth/token/revoke', '{"refresh":"x"}'],
] as const) {
  for (const search of ['x=1', 'limit=1']) {
    add(`${method} ${path}?${search}`, {
      method,
      target: (to) =>
        `${v1}${path.replace('T', String(to.thread)).replace(/\bM\b/g, String(to.message))}?${search}`,
      ...(body === undefined ? {} : { body }),
      expect: 400,
      code: 'validation_error',
      in: 'query',
    });
  }
}

// Bodies.
const json = (
  method: string,
  path: string,
  body: Make<string | Buffer | Fields>,
  name: string,
  more?: Partial<Case>,
) =>
  add(`${method} ${path} ${name}`, {
    method,
    target: (to) => `${v1}${path.replace('T', String(to.thread)).replace(/\bM\b/g, String(to.message))}`,
    body,
    expect: 400,
    in: 'body',
    ...more,
  });
const good: [string, string, (to: Place) => Record<string, unknown>][] = [
  ['POST', '/users', () => ({ username: 'new', password })],
  ['POST', '/auth/token', () => ({ username: 'here', password })],
  ['POST', '/auth/token/refresh', ({ refresh }) => ({ refresh })],
  ['POST', '/auth/token/revoke', ({ refresh }) => ({ refresh })],
  ['POST', '/threads', ({ third }) => ({ participants: [third] })],
  ['POST', '/threads/T/messages', () => ({ text: 'never' })],
  ['POST', '/threads/T/read', ({ message }) => ({ up_to: message })],
  ['PATCH', '/messages/M', () => ({ is_read: true })],
];
const notJson = [
  '{',
  '}',
  '{"',
  '{"a"',
  '{"a":',
  '[1',
  "{'a':1}",
  '{a:1}',
  '{"a":1,}',
  '{"a":01}',
  '{"a":NaN}',
  '{"a":undefined}',
  '{"a":"\n"}',
  '{"a":"\\x"}',
  '{"a":"\\u12"}',
  '{} {}',
  '{}x',
  'nul',
  'a=b',
  '<a/>',
  '\0',
  '//\n{}',
];
const notObjects = ['[]', '[{}]', '"x"', '1', 'true', '-0'];
for (const [index, [method, path, body]] of good.entries()) {
  const some = notJson.filter((_, position) => index === 5 || position % 8 === index);
  for (const text of some) json(method, path, text, `not JSON: ${show(text)}`);
  for (const text of notObjects) json(method, path, text, `not an object: ${text}`);
  json(method, path, (to) => JSON.stringify(body(to)).slice(0, -1), 'cut short');
  json(
    method,
    path,
    (to) => Buffer.from(JSON.stringify(body(to)).replace(/}$/, ',"a":"\xff"}'), 'latin1'),
    'not UTF-8',
  );
  for (const field of ['x', 'id', '', '__proto__', 'constructor', 'toString', 'Text']) {
    json(
      method,
      path,
      (to) => JSON.stringify(body(to)).replace(/}$/, `,${JSON.stringify(field)}:1}`),
      `and ${field}`,
      {
        code: 'validation_error',
      },
    );
  }
  if (!path.endsWith('/read')) {
    json(method, path, '{}', 'empty', { code: 'validation_error' });
    json(method, path, 'null', 'null');
    add(`${method} ${path} without a body`, {
      method,
      target: (to) => `${v1}${path.replace('T', String(to.thread)).replace(/\bM\b/g, String(to.message))}`,
      expect: [400, 415],
    });
  }
}
for (const bytes of [
  [0xff],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf5, 0x80, 0x80, 0x80],
  [0xe2, 0x82],
  [0x80],
]) {
  const text = Buffer.concat([Buffer.from('{"text":"'), Buffer.from(bytes), Buffer.from('"}')]);
  json('POST', '/threads/T/messages', text, `not UTF-8: ${Buffer.from(bytes).toString('hex')}`);
}
const values = (method: string, path: string, field: string, wrong: unknown[], rest: Fields = {}) => {
  const code = field === 'participants' ? { code: 'validation_error' } : {};
  for (const value of wrong) {
    json(method, path, { ...rest, [field]: value }, `${field}: ${show(value)}`, code);
  }
};
const notStrings = [null, 1, 0, true, [], ['x'], {}, { a: 'b' }];
const badNames = [
  'a b',
  ' a',
  'a ',
  'a\n',
  '\ta',
  'a/b',
  'a!',
  'a#b',
  'a:b',
  'a,b',
  'a\0',
  '😀',
  '<b>',
  "a'b",
  'a"b',
  'a%b',
];
values('POST', '/users', 'username', [...notStrings, '', ...badNames, 'a'.repeat(151), 'a'.repeat(5000)], {
  password,
});
values('POST', '/users', 'password', [...notStrings, '', 'short12', 'x'.repeat(129), 'x'.repeat(5000)], {
  username: 'newcomer',
});
json('POST', '/users', { username: 'newcomer', password: `${password}\ud800` }, 'password: half a pair');
json('POST', '/users', { username: 'newcomer', password, role: 'admin' }, 'role', {
  code: 'validation_error',
});
json('POST', '/users', { username: 'newcomer' }, 'no password', { code: 'validation_error' });
json('POST', '/users', { password }, 'no username', { code: 'validation_error' });
values('POST', '/auth/token', 'username', notStrings, { password });
values('POST', '/auth/token', 'password', notStrings, { username: 'here' });
values('POST', '/auth/token/refresh', 'refresh', notStrings);
values('POST', '/auth/token/revoke', 'refresh', notStrings);
values('POST', '/threads', 'participants', [
  null,
  1,
  '1',
  true,
  {},
  { 0: 1 },
  [],
  [null],
  [[1]],
  [{}],
  [{ id: 1 }],
]);
values('POST', '/threads', 'participants', [
  ['1'],
  ['you'],
  [''],
  [true],
  [0],
  [-1],
  [1.5],
  [2 ** 53],
  [1e300],
  [0, 1],
]);
for (const text of [
  '[1e400]',
  '[9007199254740993]',
  '[-9007199254740992]',
  '[1.0000000001]',
  '"[1]"',
  '[1,"2"]',
  '[1,null]',
]) {
  json('POST', '/threads', `{"participants":${text}}`, `participants: ${text}`, { code: 'validation_error' });
}
json('POST', '/threads', ({ other }) => ({ participants: [other, other] }), 'the same twice', {
  code: 'validation_error',
});
json('POST', '/threads', ({ other, third }) => ({ participants: [1, other, third] }), 'three', {
  expect: 400,
});
values('POST', '/threads/T/messages', 'text', notStrings);
for (const text of ['', ' ', '\0', 'a\0b', '\ud800', '\udfff', 'x'.repeat(5001), '\n\u3000']) {
  json('POST', '/threads/T/messages', { text }, `text: ${JSON.stringify(show(text))}`);
}
for (const field of ['sender', 'thread', 'created', 'is_read', 'id', 'idempotency_key']) {
  json('POST', '/threads/T/messages', { text: 'never', [field]: 1 }, `with ${field}`, {
    code: 'validation_error',
  });
}
values('PATCH', '/messages/M', 'is_read', [false, null, 0, 1, 'true', 'false', '', 'yes', [], [true], {}]);
json('PATCH', '/messages/M', { is_read: true, text: 'changed' }, 'with text', { code: 'validation_error' });
values('PATCH', '/messages/M', 'text', [...notStrings, '', ' ', '\0', '\ud800', 'x'.repeat(5001)]);
json('PATCH', '/messages/M', {}, 'nothing', { code: 'validation_error' });
values('POST', '/threads/T/read', 'up_to', [
  null,
  0,
  -1,
  1.5,
  '1',
  '',
  'all',
  true,
  [],
  [1],
  {},
  2 ** 53,
  1e300,
]);

// Content types, sizes, encodings.
const message = '{"text":"never"}';
const typed = (
  name: string,
  headers: Case['headers'],
  expected: Case['expect'],
  body: string | Buffer = message,
) => json('POST', '/threads/T/messages', body, name, { headers: headers ?? [], expect: expected });
for (const type of [
  'text/plain',
  'text/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/octet-stream',
  'application/jsonp',
  'application/json5',
]) {
  typed(`as ${type}`, [['Content-Type', type]], 415);
}
for (const charset of ['utf-16', 'utf-7', '"utf-32"', 'iso-8859-1', 'koi8-r', 'nonsense']) {
  typed(`in ${charset}`, [['Content-Type', `application/json; charset=${charset}`]], 415);
}
const wide = [['Content-Type', 'application/json; charset=utf-16le']] as const;
typed('that really is in UTF-16', wide, 415, Buffer.from(message, 'utf16le'));
for (const type of ['', 'json', '/', 'application/', '*/*', 'application/json, text/plain']) {
  typed(`as ${JSON.stringify(type)}`, [['Content-Type', type]], [400, 415]);
}
const asJson = ['Content-Type', 'application/json'] as const;
for (const encoding of ['nonsense', 'gzip, gzip', 'compress']) {
  typed(`encoded by ${encoding}`, [asJson, ['Content-Encoding', encoding]], [400, 415]);
}
typed('said to be gzip', [asJson, ['Content-Encoding', 'gzip']], [400, 415]);
typed('said to be deflate', [asJson, ['Content-Encoding', 'deflate']], [400, 415]);
const zipped = gzipSync(message);
typed('gzip cut short', [asJson, ['Content-Encoding', 'gzip']], [400, 415], zipped.subarray(0, 15));
const bomb = gzipSync(`{"text":"never"${' '.repeat(5_000_000)}}`);
typed('gzip that grows', [asJson, ['Content-Encoding', 'gzip']], [413, 415], bomb);
for (const [method, path] of good) {
  json(method, path, `{"x":"${'x'.repeat(70_000)}"}`, 'of 70,000 bytes', { expect: 413 });
}
typed('of 1 MB', [asJson], 413, `{"text":"${'x'.repeat(1_000_000)}"}`);
typed('nested 20,000 deep', [asJson], 400, `{"text":${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
typed('a huge number', [asJson], 400, `{"text":${'9'.repeat(50_000)}}`);

// Headers.
const key = (name: string, ...values: string[]) => {
  const headers = [asJson, ...values.map((value) => ['Idempotency-Key', value] as const)];
  json('POST', '/threads/T/messages', message, `Idempotency-Key ${name}`, { headers, in: 'header' });
};
key('empty', '');
key('of 256', 'k'.repeat(256));
key('of 5,000', 'k'.repeat(5000));
key('with a space', 'a b');
key('with a tab', 'a\tb');
key('not ASCII', 'clé');
key('an emoji', '🔑');
key('of no-break spaces', '\u00a0');
key('twice', 'a', 'b');
key('twice the same', 'a', 'a');

// What Node's own parser may refuse before the service sees it.
const odd = (name: string, more: Partial<Case>) =>
  add(name, {
    method: 'GET',
    target: `${v1}/threads`,
    lenient: true,
    expect: [400, 404, 405, 411, 413, 414, 417, 431],
    ...more,
  });
odd('a method that is none', { method: 'NONSENSE' });
odd('a method in lower case', { method: 'get' });
odd('a space in the path', { target: `${v1}/threads/1 2` });
odd('an asterisk', { target: '*' });
odd('no slash', { target: 'api/v1/threads' });
odd('a header without a name', { headers: [['', 'x']] });
odd('a header with a space', { headers: [['a b', 'x']] });
odd('a NUL in a header', { headers: [['X-A', 'a\0b']] });
odd('20 kB of header', { headers: [['X-A', 'a'.repeat(20_000)]] });
odd('20 kB of path', { target: `${v1}/threads/${'1'.repeat(20_000)}` });
odd('a negative length', { method: 'POST', headers: [['Content-Length', '-1']] });
odd('two lengths', {
  method: 'POST',
  headers: [
    ['Content-Length', '2'],
    ['Content-Length', '3'],
  ],
  body: '{}',
});
odd('a length and chunks', {
  method: 'POST',
  headers: [
    ['Content-Length', '2'],
    ['Transfer-Encoding', 'chunked'],
  ],
  body: '0\r\n\r\n',
});
odd('a chunk of nonsense', {
  method: 'POST',
  headers: [['Transfer-Encoding', 'chunked'], asJson],
  body: 'zz\r\n{}\r\n0\r\n\r\n',
});
odd('a wish that nobody grants', { headers: [['Expect', 'the-unexpected']] });

suite('malformed input', (api) => {
  let here: User;
  let other: User;
  let place: Place;

  /** All there is to see. */
  const look = async () => {
    const views: unknown[] = [];
    for (const { call } of [here, other]) {
      views.push((await call('GET', '/threads?limit=100')).body);
      views.push((await call('GET', `/threads/${place.thread}/messages?limit=100`)).body);
      views.push((await call('GET', '/users/me/unread-count')).body);
    }
    views.push((await here.call('GET', '/users?limit=100')).body);
    return JSON.stringify(views);
  };
  const send = (value: Case): Promise<Answer> => {
    const { method, target, body, headers = [], anonymous = false, lenient = false } = value;
    const made = typeof body === 'function' ? body(place) : body;
    const plain = made === undefined || typeof made === 'string' || Buffer.isBuffer(made);
    const typeless = made === undefined || headers.some(([name]) => name === 'Content-Type') || lenient;
    const request: RawRequest = {
      method,
      target: typeof target === 'function' ? target(place) : target,
      headers: [
        ...(anonymous ? [] : [['Authorization', `Bearer ${here.access}`] as const]),
        ...(typeless ? [] : [asJson]),
        ...headers,
      ],
      lenient,
      body: plain ? (made ?? '') : JSON.stringify(made),
    };
    return api.raw(request);
  };
  let seen: string;

  /** Differs if anything was committed since the last call. Only SQLite says so: with another store, each call differs. */
  let commits: () => unknown = () => ({});
  let committed: unknown;

  before(async () => {
    const people = await api.people('here', 'other', 'third');
    ({ here, other } = people);
    const { id: thread } = await api.open(here, other);
    await api.send(here, thread, 'of mine');
    const { id: message } = await api.send(other, thread, 'of theirs');
    place = { thread, message, other: other.id, third: people.third.id, refresh: here.refresh };
    seen = await look();
    const file = /^sqlite:(.+)/.exec(api.service.databaseUrl)?.[1];
    if (file === undefined) return;
    const database = new (betterSqlite3())(file);
    after(() => database.close());
    commits = () => database.pragma('data_version', { simple: true });
    committed = commits();
  });

  it(`comes in at least 250 ways`, () => {
    expect(new Set(cases.map(([name]) => name)).size).to.be.at.least(250);
  });

  for (const [name, value] of cases) {
    it(name, async () => {
      const { status, body } = await send(value);
      expect(status, JSON.stringify(body)).to.be.oneOf([value.expect].flat());
      if (value.code !== undefined) expect(body.code, JSON.stringify(body)).to.equal(value.code);
      if (value.in !== undefined && body.code === 'validation_error') {
        expect(body.errors?.map((error) => error.in)).to.include(value.in);
      }
      const [before, now] = [committed, commits()];
      committed = now;
      if (now === before) return; // so there is nothing new to see
      const [past, present] = [seen, await look()];
      seen = present;
      expect(present, 'nothing stored').to.equal(past);
    });
  }

  for (const [method, path, body] of [...good, ...good.filter(([, path]) => path === '/auth/token/revoke')]) {
    it(`left the service well: ${method} ${path}`, async () => {
      const target = path.replace('T', String(place.thread)).replace(/\bM\b/g, String(place.message));
      const { status } = await send({ method, target: v1 + target, body: body(place), expect: 200 });
      expect(status).to.be.oneOf([200, 201, 204]);
    });
  }
});
