import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { password, until, type User } from '../support/client.js';
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

  write(text: string): void {
    this.socket.write(text);
  }

  async until(pattern: RegExp): Promise<string> {
    const found = new Promise<void>((resolve) => {
      const look = () => pattern.test(this.received) && resolve();
      this.socket.on('data', look);
      look();
    });
    await within(10, `${String(pattern)} comes`, Promise.race([found, this.closed]));
    expect(this.received).to.match(pattern);
    return this.received;
  }
}

const commands = { 'the process': ['node', 'dist/src/composition/main.js'], 'npm start': ['npm', 'start'] };
const health = 'GET /readyz HTTP/1.1\r\nHost: duet\r\n\r\n';

for (const [name, command] of Object.entries(commands)) {
  processSuite(`a stop of ${name}`, () => {
    let url: string;
    let service: Process;
    let ann: User;
    let thread: number;

    beforeEach(async () => {
      url = storeUrl('better-sqlite3');
      service = await launch(production(url), command);
      const api = new RemoteApi(service);
      const people = await api.people('ann', 'bob');
      ann = people.ann;
      thread = (await api.open(ann, people.bob)).id;
    });

    const refused = () =>
      until('new connections are refused', async () => {
        const wire = await Wire.open(service.url).catch(() => undefined);
        return wire === undefined;
      });
    const ends = () => within(10, 'it has ended', service.ended);
    const send = (text: string) =>
      Wire.post(service.url, `/threads/${thread}/messages`, { text }, ann.access);

    const stops: [string, () => void][] = [
      ['SIGTERM', () => service.signal('SIGTERM')],
      ['SIGINT', () => service.signal('SIGINT')],
      ['Ctrl-C in a terminal', () => service.signalGroup('SIGINT')],
    ];
    for (const [signal, stop] of stops) {
      it(`by ${signal} answers what is in flight, and takes nothing new`, async () => {
        const token = { username: 'ann', password };
        const requests = [
          await send('slow but sure'),
          await send('slower'),
          await Wire.post(service.url, '/auth/token', token),
          await Wire.post(service.url, `/threads/${thread}/read`, {}, ann.access),
        ];
        const idle = await Wire.open(service.url);
        idle.write(health);
        await idle.until(/^HTTP\/1.1 200 /);

        stop();
        await refused();
        for (const [wire, rest] of requests) wire.write(rest + health);
        const answers = await Promise.all(
          requests.map(([wire]) => wire.until(/Continue[^]+HTTP\/1.1 \d+ [^]+\n\r\n/)),
        );
        const statuses = answers.map((text) =>
          [...text.matchAll(/^HTTP\/1.1 (\d+)/gm)].map((match) => match[1]),
        );
        expect(statuses.map(([, status]) => status)).to.deep.equal(['201', '201', '200', '200']);
        const { code, signal: by, stderr } = await ends();
        expect({ code, by, stderr }).to.deep.equal({ code: 0, by: null, stderr: '' });

        for (const text of requests.map(([wire]) => wire.received)) {
          const [, , ready] = text.match(/^HTTP\/1.1 \d+/gm) ?? [];
          expect(ready ?? 'closed', 'readiness').to.be.oneOf(['HTTP/1.1 503', 'closed']);
        }
        const [rows] = await sql(url, 'SELECT text FROM messages ORDER BY text');
        expect(rows).to.deep.equal([{ text: 'slow but sure' }, { text: 'slower' }]);
      });
    }

    it('does not wait for those who never end', async () => {
      const [endless] = await send('never to be sent');
      const idle = await Wire.open(service.url);
      idle.write(health);
      await idle.until(/^HTTP\/1.1 200 /);
      const silent = await Wire.open(service.url);
      const halting = await Wire.open(service.url);
      halting.write('GET /api/v1/users HTTP/1.1\r\nHost:');
      service.signal('SIGTERM');
      const { code, stderr } = await ends();
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
      await Promise.all([endless, idle, silent, halting].map(({ closed }) => closed));
      expect((await sql(url, 'SELECT * FROM messages'))[0]).to.deep.equal([]);
    });
  });
}
