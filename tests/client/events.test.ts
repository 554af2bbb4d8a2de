import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Duet, MemoryKeeper, SessionEnded, type DuetEvent, type StreamOptions } from '../../client/index.js';
import { Cable } from '../support/cable.js';
import { Api, until } from '../support/client.js';
import { rejectionOf } from '../support/rejection-of.js';

const message = (id: number) => ({ id, thread: 8, sender: 9, text: 'Hello', created: '', is_read: false });
const sent = (id: number) => `id: at-${id}\nevent: message.created\ndata: ${JSON.stringify(message(id))}\n\n`;

/** What a server of the tests does with one connection after the other. */
type Script = ((request: IncomingMessage, response: ServerResponse) => unknown)[];

describe('the client: the stream of events', () => {
  let server: Server;
  let requests: IncomingMessage[];
  let script: Script;
  let duet: Duet;
  let renewals: number;

  const begin = (response: ServerResponse) =>
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const jwt = () => `.${btoa(JSON.stringify({ iat: 0, exp: 300 }))}.${++renewals}`;

  before(async () => {
    server = createServer((request, response) => {
      if (request.url === '/api/v1/auth/token/refresh') {
        response.end(JSON.stringify({ access: jwt(), refresh: 'r' }));
        return;
      }
      requests.push(request);
      const step = script.shift();
      if (step === undefined) response.writeHead(404).end();
      else step(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  beforeEach(() => {
    requests = [];
    renewals = 0;
    const keeper = new MemoryKeeper();
    keeper.save({ access: 'good', refresh: 'r', renew: Infinity });
    duet = new Duet(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, keeper);
  });

  /** The first events, until there are so many. */
  async function collect(count: number, steps: Script, options: StreamOptions = {}): Promise<DuetEvent[]> {
    script = steps;
    const events: DuetEvent[] = [];
    for await (const event of duet.events(options)) if (events.push(event) === count) break;
    return events;
  }

  const idsOf = (events: readonly DuetEvent[]) =>
    events.map((event) => ('id' in event ? event.id : event.event));
  const lastIds = () => requests.map(({ headers }) => headers['last-event-id']);

  it('goes on after the last event, however a connection ends', async () => {
    const events = await collect(4, [
      (_request, response) => begin(response).write(sent(1), () => response.destroy()),
      (_request, response) => begin(response).end(`: heartbeat\n\n${sent(2)}`),
      (_request, response) => response.writeHead(503).end(),
      (request) => request.socket.resetAndDestroy(),
      (_request, response) => begin(response).write(sent(3) + sent(4)),
    ]);
    expect(idsOf(events)).to.deep.equal(['at-1', 'at-2', 'at-3', 'at-4']);
    expect(events[0]).to.deep.equal({ event: 'message.created', id: 'at-1', data: message(1) });
    expect(lastIds()).to.deep.equal([undefined, 'at-1', 'at-2', 'at-2', 'at-2']);
    expect(requests[0]?.headers).to.include({ authorization: 'Bearer good', accept: 'text/event-stream' });
  });

  it('does not take half an event for one, nor one without id for a place to go on from', async () => {
    const typing = 'event: typing\ndata: {"thread":8,"user":9}\n\n';
    const events = await collect(4, [
      (_request, response) =>
        begin(response).write(sent(1) + typing + sent(2).slice(0, -1), () => response.destroy()),
      (_request, response) => {
        begin(response);
        const bytes = Buffer.from(sent(2) + sent(3).replace('Hello', '🎉'));
        const middle = bytes.indexOf('🎉') + 2;
        response.write(bytes.subarray(0, middle), () =>
          setImmediate(() => response.write(bytes.subarray(middle))),
        );
      },
    ]);
    expect(idsOf(events)).to.deep.equal(['at-1', 'typing', 'at-2', 'at-3']);
    expect(events[3]?.data).to.have.property('text', '🎉');
    expect(lastIds()).to.deep.equal([undefined, 'at-1']);
  });

  it('begins where it is told to', async () => {
    await collect(1, [(_request, response) => begin(response).write(sent(7))], { lastEventId: 'at-6' });
    expect(lastIds()).to.deep.equal(['at-6']);
  });

  it('tells of a reset, the service’s and its own', async () => {
    const events = await collect(2, [
      (_request, response) => begin(response).end(': nothing yet\n\n'),
      (_request, response) => begin(response).write('id: at-9\nevent: reset\ndata: {}\n\n'),
    ]);
    expect(events).to.deep.equal([
      { event: 'reset', id: '', data: {} },
      { event: 'reset', id: 'at-9', data: {} },
    ]);
  });

  it('leaves out what it does not know', async () => {
    const unknown = 'id: at-1\nevent: thread.archived\ndata: {"id":8}\n\n';
    const events = await collect(1, [(_request, response) => begin(response).write(unknown + sent(2))]);
    expect(idsOf(events)).to.deep.equal(['at-2']);
  });

  it('leaves a connection on which nothing comes', async () => {
    const steps: Script = [
      (_request, response) => begin(response).write(sent(1)),
      (_request, response) => begin(response).write(sent(2)),
    ];
    const events = await collect(2, steps, { silence: 50 });
    expect(idsOf(events)).to.deep.equal(['at-1', 'at-2']);
  });

  it('renews a token that is refused', async () => {
    await collect(1, [
      (_request, response) => response.writeHead(401).end(),
      (_request, response) => begin(response).write(sent(1)),
    ]);
    expect(renewals).to.equal(1);
    expect(requests[1]?.headers.authorization).to.match(/\.1$/);
  });

  it('says when it is open and when it is not', async () => {
    const states: string[] = [];
    const onState = (state: string) => states.push(state);
    const steps: Script = [
      (_request, response) => begin(response).end(sent(1)),
      (_request, response) => response.writeHead(502).end(),
      (_request, response) => begin(response).write(sent(2)),
    ];
    await collect(2, steps, { onState });
    expect(states).to.deep.equal(['open', 'closed', 'open', 'closed']);
  });

  it('ends by its signal, while it reads and while it waits', async () => {
    const steps: Script[] = [
      [(_request, response) => begin(response).write(': nothing\n\n')],
      [(_request, response) => begin(response).end()],
    ];
    for (const [index, state] of (['open', 'closed'] as const).entries()) {
      const end = new AbortController();
      const onState = (now: string) => now === state && setTimeout(() => end.abort());
      expect(await collect(1, steps[index]!, { signal: end.signal, onState })).to.deep.equal([]);
    }
  });

  it('fails when going on is no use', async () => {
    const forbidden = { code: 'blocked', detail: 'No.' };
    const refusal = collect(1, [
      (_request, response) => response.writeHead(403).end(JSON.stringify(forbidden)),
    ]);
    expect(await rejectionOf(refusal)).to.include({ status: 403, message: 'No.' });
    duet = new Duet('http://127.0.0.1:1');
    expect(await rejectionOf(collect(1, []))).to.be.instanceOf(SessionEnded);
  });

  it('goes on from an id that came without an event, which an idle client gets only those of', async () => {
    const events = await collect(1, [
      (_, response) => begin(response).end('id: at-1\n\n'),
      (_, response) => begin(response).end(': heartbeat\n\nid: at-2\n\n'),
      (_, response) => {
        begin(response).write(sent(3));
        response.end('id: at-4\n\n');
      },
    ]);
    expect(events.map(({ event }) => event)).to.deep.equal(['message.created']);
    expect(requests.map(({ headers }) => headers['last-event-id'])).to.deep.equal([
      undefined,
      'at-1',
      'at-2',
    ]);
  });
});

describe('the client: the service’s events', () => {
  const api = new Api();
  before(() => api.start());
  after(() => api.stop());

  it('misses nothing and gets nothing twice, however often the line breaks', async () => {
    const { ada, grace } = await api.people('ada', 'grace');
    const thread = await api.open(ada, grace);
    const cable = await Cable.to(api.service.url);
    const duet = new Duet(cable.url);
    await duet.logIn('grace', grace.password);
    const end = new AbortController();
    const events: DuetEvent[] = [];
    let opened = 0;
    const onState = (state: string) => (opened += Number(state === 'open'));
    const listening = (async () => {
      for await (const event of duet.events({ signal: end.signal, onState })) events.push(event);
    })();
    await until('it is open', () => Promise.resolve(opened > 0));
    const sent: number[] = [];
    for (let number = 0; number < 60; number += 1) {
      sent.push((await api.send(ada, thread.id, `Number ${number}`)).id);
      if (number % 12 === 5) cable.cut();
      if (number % 24 === 11) {
        const before = opened;
        await until('it is open again', () =>
          Promise.resolve(opened > before || events.length === sent.length),
        );
      }
    }
    await until('the last one is there', () => Promise.resolve(events.length >= sent.length));
    end.abort();
    await listening;
    expect(events.map(({ event, data }) => (event === 'message.created' ? data.id : event))).to.deep.equal(
      sent,
    );
    expect(opened).to.be.greaterThan(1);
    await cable.close();
  });
});
