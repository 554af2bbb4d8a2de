import { connect } from 'node:net';
import { expect } from 'chai';
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
