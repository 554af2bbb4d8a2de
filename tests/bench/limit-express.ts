import express, { type Request, type Response } from 'express';
import * as store from './limit-store.js';

// The floor of this stack: the same work behind Express and its body parser, with nothing else switched on. It reads queries
// and writes answers itself, because Express takes longer.

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.set('query parser', false);
const json = express.json();

type Work = (request: Request, user: number) => store.Answer | Promise<store.Answer>;

const handle = (work: Work) => async (request: Request, response: Response) => {
  reply(response, await work(request, store.userOf(request.headers.authorization)));
};
function reply(response: Response, { status, body }: store.Answer): void {
  const json = JSON.stringify(body);
  response
    .writeHead(status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(json),
    })
    .end(json);
}
const id = (request: Request) => Number(request.params['id']);

app.post('/api/v1/auth/token/refresh', json, async (request, response) => {
  reply(response, await store.refresh(request.body as never));
});
app.post(
  '/api/v1/threads',
  json,
  handle((request, user) => store.openThread(user, request.body as never)),
);
app.get(
  '/api/v1/threads',
  handle((request, user) => store.listThreads(user, request.headers.host ?? '')),
);
app.get(
  '/api/v1/users/me/unread-count',
  handle((_request, user) => store.countUnread(user)),
);
app.get(
  '/api/v1/threads/:id/messages',
  handle((request) => {
    const after = /[?&]after=(\d+)/.exec(request.url)?.[1];
    return store.listMessages(
      id(request),
      after === undefined ? undefined : Number(after),
      request.headers.host ?? '',
    );
  }),
);
app.post(
  '/api/v1/threads/:id/messages',
  json,
  handle((request, user) => store.send(user, id(request), request.body as never)),
);
app.post(
  '/api/v1/threads/:id/read',
  json,
  handle((request, user) => store.markThreadRead(user, id(request))),
);
app.patch(
  '/api/v1/messages/:id',
  json,
  handle((request, user) => store.markRead(user, id(request))),
);

const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listens on http://127.0.0.1:${(server.address() as { port: number }).port}\n`);
});
