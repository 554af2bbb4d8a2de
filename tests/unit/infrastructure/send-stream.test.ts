import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { jsonText } from '../../../src/infrastructure/http/json-text.js';
import { sendStream } from '../../../src/infrastructure/http/send.js';
import { Gate } from '../../support/gate.js';
import { rejectionOf } from '../../support/rejection-of.js';

describe('sendStream', () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** Serves one text; `outcome` is what becomes of sending it. */
  async function serve(text: AsyncIterable<string>): Promise<{ url: string; outcome: Promise<unknown> }> {
    let settle: (outcome: Promise<void>) => void = () => undefined;
    const outcome = new Promise((resolve, reject) => {
      settle = (sending) => void sending.then(resolve, reject);
    });
    outcome.catch(() => undefined);
    server = createServer((_request, response) => settle(sendStream(response, 200, text)));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, outcome };
  }

  const get = (url: string, method = 'GET') =>
    new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { method }, resolve).on('error', reject).end();
    });

  it('sends what comes, to its end', async () => {
    const { url, outcome } = await serve(jsonText({ a: 1, none: listOf(0), many: listOf(20_000) }));
    const text = await (await fetch(url)).text();
    const many = Array.from({ length: 20_000 }, (_, index) => index);
    expect(JSON.parse(text)).to.deep.equal({ a: 1, none: [], many });
    await outcome;
  });

  it('reads nothing for HEAD', async () => {
    let read = 0;
    const text = (async function* () {
      read += 1;
      yield 'x';
    })();
    const { url, outcome } = await serve(text);
    const { statusCode, headers } = await get(url, 'HEAD');
    expect([statusCode, headers['content-type']]).to.deep.equal([200, 'application/json; charset=utf-8']);
    await outcome;
    expect(read).to.equal(0);
  });

  it('stops reading when the client goes away, and reads no faster than the client', async () => {
    const stopped = new Gate();
    let read = 0;
    const text = (async function* () {
      try {
        for (;;) {
          read += 1;
          yield 'x'.repeat(1 << 20);
        }
      } finally {
        stopped.open();
      }
    })();
    const { url, outcome } = await serve(text);
    const answer = await get(url);
    await new Promise((resolve) => answer.once('data', resolve));
    answer.destroy();
    await stopped.opened;
    expect(read, 'megabytes, of which the kernel takes some').to.be.below(64);
    await outcome;
  });

  it('breaks the connection if the text fails, so that nobody takes a part for the whole', async () => {
    const failure = new Error('The disk is gone.');
    const text = (async function* () {
      yield '{"a":[1';
      throw failure;
    })();
    const { url, outcome } = await serve(text);
    await rejectionOf(fetch(url).then((response) => response.text()));
    expect(await rejectionOf(outcome)).to.equal(failure);
  });
});

async function* listOf(count: number): AsyncGenerator<number> {
  for (let index = 0; index < count; index += 1) yield index;
}
