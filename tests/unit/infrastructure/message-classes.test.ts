import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express from 'express';
import { messageClasses, putUnder } from '../../../src/infrastructure/http/message-classes.js';

describe('the classes of requests and responses', () => {
  it('are those that Express wants, so that it changes the prototype of none', async () => {
    const classes = messageClasses();
    const app = express();
    putUnder(classes, app);
    const seen: unknown[] = [];
    app.get('/', (request, response) => {
      seen.push(request.app, Object.getPrototypeOf(request), Object.getPrototypeOf(response));
      response.json({ host: request.hostname });
    });
    const before: unknown[] = [];
    const server = createServer(classes, (request, response) => {
      before.push(Object.getPrototypeOf(request), Object.getPrototypeOf(response));
      app(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      expect(await answer.json()).to.deep.equal({ host: '127.0.0.1' });
      expect(seen).to.have.ordered.members([app, ...before]);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
