import { createSecretKey, randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { messageOf, pairOf, type Size } from './seed.js';

export const secret = randomBytes(32).toString('hex');
const key = createSecretKey(secret, 'utf8');

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly token?: string;
  readonly body?: object;
}

export interface Workload {
  readonly name: string;
  /** Call n; each n is asked for once on each server. */
  readonly call: (n: number) => Call;
  /** Whether the answer to call n is the expected one. */
  readonly expects: (status: number, body: never) => boolean;
}

const iat = Math.floor(Date.now() / 1000);

function sign(claims: object): string {
  return jwt.sign({ iat, exp: iat + 86_400, ...claims }, key, { algorithm: 'HS256' });
}

const accessTokens = new Map<number, string>();

export function access(user: number): string {
  let token = accessTokens.get(user);
  if (token === undefined) {
    token = sign({ token_type: 'access', jti: `access-${user}`, user_id: user });
    accessTokens.set(user, token);
  }
  return token;
}

const page = (body: { results?: unknown[] }) => (body.results?.length ?? 0) > 0;

/** The request types, over data as `seed` makes them. */
export function workloads(size: Size): readonly Workload[] {
  const { users, threads, messages } = size;
  const api = '/api/v1';
  const thread = (n: number) => n % threads;
  const member = (n: number) => pairOf(thread(n), size)[n % 2] as number;
  const anybody = (n: number) => (size.star ? 1 : (n % users) + 1);
  const text = (n: number) => `Hello number ${n}, how are you today? I am writing this to see it arrive. ✓`;

  const listThreads = (n: number): Call => ({
    method: 'GET',
    path: `${api}/threads`,
    token: access(anybody(n)),
  });
  const listMessages = (n: number): Call => ({
    method: 'GET',
    path: `${api}/threads/${thread(n * 7) + 1}/messages`,
    token: access(member(n * 7)),
  });
  const unread = (n: number): Call => ({
    method: 'GET',
    path: `${api}/users/me/unread-count`,
    token: access(anybody(n)),
  });
  const send = (n: number): Call => ({
    method: 'POST',
    path: `${api}/threads/${thread(n * 3) + 1}/messages`,
    token: access(member(n * 3)),
    body: { text: text(n) },
  });
  const openPair = (n: number): Call => {
    const [low, high] = pairOf(n, size);
    return { method: 'POST', path: `${api}/threads`, token: access(low), body: { participants: [high] } };
  };

  return [
    {
      name: 'token refresh',
      call: (n) => ({
        method: 'POST',
        path: `${api}/auth/token/refresh`,
        body: {
          refresh: sign({
            token_type: 'refresh',
            jti: `token-${n}`,
            user_id: (n % users) + 1,
            family: `family-${n}`,
          }),
        },
      }),
      expects: (status, body: { access?: string }) => status === 200 && body.access !== undefined,
    },
    {
      name: 'open existing thread',
      call: (n) => openPair(thread(n * 11)),
      expects: (status) => status === 200,
    },
    {
      name: 'open new thread',
      call: (n) => openPair(threads + n),
      expects: (status) => status === 201,
    },
    { name: 'list threads', call: listThreads, expects: (status, body) => status === 200 && page(body) },
    {
      name: 'list messages, first page',
      call: listMessages,
      expects: (status, body) => status === 200 && page(body),
    },
    {
      name: 'list messages, keyset',
      call: (n) => {
        const call = listMessages(n);
        return { ...call, path: `${call.path}?limit=20&after=${thread(n * 7) + 1}` };
      },
      expects: (status, body) => status === 200 && page(body),
    },
    {
      name: 'send',
      call: send,
      expects: (status, body: { id?: number }) => status === 201 && body.id !== undefined,
    },
    {
      name: 'mark read',
      // From the end of the seeded messages, which are unread.
      call: (n) => {
        const message = messages - 1 - n;
        const { thread, sender } = messageOf(message, size);
        const [low, high] = pairOf(thread - 1, size);
        return {
          method: 'PATCH',
          path: `${api}/messages/${message + 1}`,
          token: access(sender === low ? high : low),
          body: { is_read: true },
        };
      },
      expects: (status, body: { is_read?: boolean }) => status === 200 && body.is_read === true,
    },
    {
      name: 'mark thread read',
      call: (n) => ({
        method: 'POST',
        path: `${api}/threads/${thread(n) + 1}/read`,
        token: access(pairOf(thread(n), size)[Math.floor(n / threads) % 2] as number),
      }),
      expects: (status, body: { marked?: number }) => status === 200 && body.marked !== undefined,
    },
    {
      name: 'unread count',
      call: unread,
      expects: (status, body: { count?: number }) => status === 200 && body.count !== undefined,
    },
    {
      name: 'mixed, 80 reads to 20 sends',
      call: (n) => [send, listThreads, listMessages, unread, listMessages][n % 5]?.(n) as Call,
      expects: (status) => status === 200 || status === 201,
    },
  ];
}
