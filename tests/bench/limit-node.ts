import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as store from './limit-store.js';

// The floor of Node: the same work behind node:http alone.

const routes =
  /^\/api\/v1\/(?:(threads)|(users\/me\/unread-count)|(auth\/token\/refresh)|threads\/(\d+)\/(messages|read)|messages\/(\d+))(?:\?(.*))?$/;

function answer(request: IncomingMessage, body: never): store.Answer | Promise<store.Answer> {
  const match = routes.exec(request.url ?? '') ?? [];
  if (match[3] !== undefined) return store.refresh(body);
  const user = store.userOf(request.headers.authorization);
  const host = request.headers.host ?? '';
  if (match[2] !== undefined) return store.countUnread(user);
  if (match[1] !== undefined)
    return request.method === 'GET' ? store.listThreads(user, host) : store.openThread(user, body);
  if (match[6] !== undefined) return store.markRead(user, Number(match[6]));
  const thread = Number(match[4]);
  if (match[5] === 'read') return store.markThreadRead(user, thread);
  if (request.method === 'POST') return store.send(user, thread, body);
  const after = new URLSearchParams(match[7]).get('after');
  return store.listMessages(thread, after === null ? undefined : Number(after), host);
}

async function reply(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
  const { status, body: result } = await answer(request, (body === '' ? {} : JSON.parse(body)) as never);
  const json = JSON.stringify(result);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(json),
  });
  response.end(json);
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    void reply(request, response, '');
    return;
  }
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => (body += part));
  request.on('end', () => void reply(request, response, body));
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as { port: number }).port}\n`);
});
