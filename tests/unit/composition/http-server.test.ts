import { get } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { HttpServer } from '../../../src/composition/http-server.js';
import { messageClasses } from '../../../src/infrastructure/http/message-classes.js';
import { times, until } from '../../support/client.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('the server', () => {
  it('forgets connections that clients cut off in the middle of an answer', async () => {
    const seen: WeakRef<object>[] = [];
    const server = new HttpServer((request, response) => {
      seen.push(new WeakRef(request.socket));
      response.write('the beginning');
    }, messageClasses());
    await server.listen({ host: '127.0.0.1', port: 0 });
    await times(20, async () => {
      const request = get(server.url, { agent: false }).on('error', () => undefined);
      await new Promise((resolve) => request.once('response', resolve));
      request.destroy();
    });
    await until('they are forgotten', async () => {
      await nextTurn();
      collectGarbage();
      return seen.filter((socket) => socket.deref() !== undefined).length <= 1; // the last may be on a stack
    });
    expect(seen).to.have.lengthOf(20);
    await server.drain();
  }).timeout(60_000);
});
