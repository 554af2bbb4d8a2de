import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { until } from '../support/client.js';
import { startService, type Service } from '../support/service.js';

/** What the service writes to a connection on which these bytes come, until it closes it. */
function exchange(service: Service, bytes: string): Promise<string> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => (answer += part));
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

describe('what Node itself would answer', () => {
  let service: Service;

  before(async () => {
    service = await startService();
  });

  after(() => service.stop());

  const problems: [string, string, number][] = [
    ['no Host', 'GET /api/v1/users HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    [
      'an unknown Expect',
      'GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: foo\r\nConnection: close\r\n\r\n',
      417,
    ],
    ['no HTTP at all', 'nonsense\r\n\r\n', 400],
    [
      'too many headers',
      `GET /healthz HTTP/1.1\r\nHost: a\r\n${`X: ${'x'.repeat(1000)}\r\n`.repeat(20)}\r\n`,
      431,
    ],
  ];
  for (const [what, bytes, status] of problems) {
    it(`is a problem in our form: ${what}`, async () => {
      const answer = await exchange(service, bytes);
      expect(answer).to.match(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer).to.include('application/problem+json');
      const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as {
        status: number;
        code: string;
      };
      expect(body).to.include({ status, code: 'malformed_request' });
    });
  }

  it('does not take the place of the answer to the request before it', async () => {
    const answer = await exchange(service, 'GET /readyz HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n');
    expect(answer).to.match(/^HTTP\/1.1 200 /);
    expect(answer).to.include('{"status":"ready"}');
  });
});

describe('behind a proxy', () => {
  let service: Service;

  before(async () => {
    service = await startService({ TRUST_PROXY: '1' });
  });

  after(() => service.stop());

  it('URLs begin with what the proxy says, where that is http or https', async () => {
    const post = (path: string, body: object, headers = {}) =>
      fetch(`${service.url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const account = { username: 'anna', password: 'correct horse' };
    await post('/users', account);
    await post('/users', { ...account, username: 'ben' });
    const { access } = (await (await post('/auth/token', account)).json()) as { access: string };
    for (const [scheme, begin] of [
      ['https', 'https://chat.example/'],
      ['ja vascript:', 'http://chat.example/'],
    ] as const) {
      const response = await fetch(`${service.url}/api/v1/users?limit=1`, {
        headers: {
          Authorization: `Bearer ${access}`,
          'X-Forwarded-Proto': scheme,
          'X-Forwarded-Host': 'chat.example',
        },
      });
      const { next } = (await response.json()) as { next: string };
      expect(next.slice(0, begin.length)).to.equal(begin);
    }
  });
});

describe('a stop', () => {
  it('answers a request that came while the system held up the process', async () => {
    const service = await startService();
    // In a process of its own, since this one stands still meanwhile.
    const client = spawn(process.execPath, ['-e', requestTwice, service.url], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let told = '';
    client.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
    const ended = once(client, 'close');
    await until('it has asked once', async () => told !== '');
    const stopped = service.stop();
    await pause(100); // the port is closed
    client.stdin.end('the second one, half a second from now');
    await nextTurn(); // the turn of the event loop that begins after this looks at its timers first
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500);
    await ended;
    expect(told).to.equal('200 keep-alive\n503 close\n');
    await stopped;
  });
});

/** A client that asks whether the service is ready, and again on the same connection half a second after it is told to. */
const requestTwice = `
  const http = require('node:http');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (then) => http.get(process.argv[1] + '/readyz', { agent }, (response) => {
    console.log(response.statusCode, response.headers.connection);
    response.resume().once('end', then);
  });
  ask(() => process.stdin.once('data', () => setTimeout(() => ask(() => process.exit()), 500)));
`;
