import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { password, until } from '../support/client.js';
import {
  launch,
  processSuite,
  production,
  RemoteApi,
  sql,
  within,
  type Process,
} from '../support/process.js';
import { storeUrl } from '../support/service.js';

/** One TCP connection, written and read byte for byte. */
class Wire {
  received = '';
  readonly closed: Promise<void>;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8').on('data', (text: string) => (this.received += text));
    socket.on('error', () => undefined); // `closed` tells enough
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async open(url: string): Promise<Wire> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const wire = new Wire(socket);
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return wire;
  }

  /** Sends the head of a request and resolves when the server waits for its body. */
  static async post(url: string, path: string, body: object, access = ''): Promise<[Wire, string]> {
    const wire = await Wire.open(url);
    const json = JSON.stringify(body);
    wire.write(
      `POST /api/v1${path} HTTP/1.1\r\nHost: duet\r\nExpect: 100-continue\r\nAuthorization: Bearer ${access}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n`,
    );
    await wire.until(/100 Continue\r\n\r\n/);
    wire.write(json.slice(0, 5));
    return [wire, json.slice(5)];
  }

  cut(): void {
    this.socket.destroy();
  }

  write(text: string): void {
    this.socket.write(text);
  }

  async until(pattern: RegExp): Promise<string> {
    const found = new Promise<void>((resolve) => {
      const look = () => pattern.test(this.received) && resolve();
      this.socket.on('data', look);
      look();
    });
    await within(30, `${String(pattern)} comes`, Promise.race([found, this.closed]));
    expect(this.received).to.match(pattern);
    return this.received;
  }
}

const main = ['node', 'dist/programs/main.js'];
const npm = ['npm', 'start'];
const ready = 'GET /readyz HTTP/1.1\r\nHost: duet\r\n\r\n';
const clean = { code: 0, signal: null, stderr: '' };

processSuite('a stop', () => {
  const startService = async (command: string[]) => {
    const url = storeUrl('better-sqlite3');
    const service = await launch(production(url), command);
    const api = new RemoteApi(service);
    const { ann, bob } = await api.people('ann', 'bob');
    const { id } = await api.open(ann, bob);
    return {
      service,
      thread: id,
      ann,
      send: (text: string) => Wire.post(service.url, `/threads/${id}/messages`, { text }, ann.access),
      texts: async () =>
        (await sql(url, 'SELECT text FROM messages ORDER BY text'))[0]?.map(({ text }) => text),
      ends: async () => {
        const { code, signal, stderr } = await within(30, 'it has ended', service.ended);
        expect({ code, signal, stderr }).to.deep.equal(clean);
      },
    };
  };
  const openIdle = async (url: string) => {
    const wire = await Wire.open(url);
    wire.write(ready);
    await wire.until(/^HTTP\/1.1 200 /);
    return wire;
  };
  const refusesConnections = ({ url }: Process) =>
    until('new connections are refused', async () => {
      const wire = await Wire.open(url).catch(() => undefined);
      wire?.cut();
      return wire === undefined;
    });

  const stops: [string, string[], (service: Process) => void, ((service: Process) => void)?][] = [
    ['SIGTERM', main, (service) => service.signal('SIGTERM')],
    ['SIGTERM to npm', npm, (service) => service.signal('SIGTERM')],
    ['Ctrl-C with npm', npm, ({ pid }) => process.kill(-pid, 'SIGINT')],
    // Ctrl-C goes to all that runs in a terminal, and npm passes on the signal that it gets.
    ['SIGINT twice', main, (service) => service.signal('SIGINT'), (service) => service.signal('SIGINT')],
  ];
  for (const [title, command, stop, again] of stops) {
    it(`by ${title} answers what is in flight, and takes nothing new`, async () => {
      const { service, thread, ann, send, texts, ends } = await startService(command);
      const requests = [
        await send('slow but sure'),
        await send('slower'),
        await Wire.post(service.url, '/auth/token', { username: 'ann', password }),
        await Wire.post(service.url, `/threads/${thread}/read`, {}, ann.access),
      ];
      const idle = await openIdle(service.url);

      stop(service);
      await refusesConnections(service);
      again?.(service);
      await idle.closed;
      for (const [wire, rest] of requests) wire.write(rest + ready);
      const codes = requests.map(async ([wire]) => {
        await wire.closed;
        return [...wire.received.matchAll(/^HTTP\/1.1 (\d+)/gm)].map(([, code]) => code);
      });
      const answers = await Promise.all(codes);
      expect(answers.map(([, code]) => code)).to.deep.equal(['201', '201', '200', '200']);
      for (const [, , readiness = 'none'] of answers) expect(readiness).to.be.oneOf(['503', 'none']);
      await ends();
      expect(await texts()).to.deep.equal(['slow but sure', 'slower']);
    });
  }

  it('resets no connection that is busy, and tells each to come back on another', async () => {
    const { service, ann, ends } = await startService(main);
    const answered = { before: 0, told: 0 };
    const client = async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const headers = { authorization: `Bearer ${ann.access}` };
      for (;;) {
        const connection = await new Promise<string | undefined>((resolve, reject) => {
          get(`${service.url}/api/v1/users/me`, { agent, headers }, (response) => {
            response.resume().once('end', () => resolve(response.headers.connection));
          }).once('error', reject);
        });
        if (connection === 'close') break;
        answered.before += 1;
      }
      answered.told += 1;
      agent.destroy();
    };
    const clients = Promise.all(Array.from({ length: 20 }, client));
    await until('all are busy', async () => answered.before > 200);
    service.signal('SIGTERM');
    await within(30, 'all are told', clients);
    expect(answered.told).to.equal(20);
    await ends();
  });

  it('says no to readiness first, and serves until DRAIN_SECONDS are over', async () => {
    const service = await launch({ ...production(storeUrl('better-sqlite3')), DRAIN_SECONDS: '2' });
    const readiness = async () => {
      const { status, headers } = await fetch(`${service.url}/readyz`);
      return [status, headers.get('connection')];
    };
    expect(await readiness()).to.deep.equal([200, 'keep-alive']);
    service.signal('SIGTERM');
    await until('it is not ready', async () => (await readiness())[0] === 503);
    expect(await readiness()).to.deep.equal([503, 'close']);
    const { status, headers } = await fetch(`${service.url}/api/v1/users`);
    expect([status, headers.get('connection')]).to.deep.equal([401, 'close']);
    expect(await within(30, 'it has ended', service.ended)).to.deep.include({ code: 0, stderr: '' });
  });

  it('does not wait for clients that never end', async () => {
    const stop = async (command: string[]) => {
      const { service, send, texts, ends } = await startService(command);
      const [endless] = await send('never to be sent');
      const idle = await openIdle(service.url);
      const silent = await Wire.open(service.url);
      const halting = await Wire.open(service.url);
      halting.write('GET /api/v1/users HTTP/1.1\r\nHost:');
      service.signal('SIGTERM');
      await ends();
      await Promise.all([endless, idle, silent, halting].map(({ closed }) => closed));
      expect(await texts()).to.deep.equal([]);
    };
    await Promise.all([stop(main), stop(npm)]);
  });
});
