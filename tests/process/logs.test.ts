import { expect } from 'chai';
import { password } from '../support/client.js';
import { launch, processSuite, production, RemoteApi } from '../support/process.js';
import { storeUrl } from '../support/service.js';

interface Line {
  level: number;
  time: number;
  msg: string;
  req?: { id: string; method: string; path: string };
  res?: { status: number };
}

processSuite('the log, at its most talkative', () => {
  const secrets = new Set([password, 'wrong password', 'text for two', 'needle', 'key-of-mine', 'Bearer']);
  const env: Record<string, string> = { ...production(storeUrl('better-sqlite3')), LOG_LEVEL: 'trace' };
  const answers: { id: string | null; method: string; path: string; status: number }[] = [];
  let lines: Line[];
  let output: string;

  before(async () => {
    secrets.add(env['JWT_SECRET']!);
    const api = new RemoteApi(await launch(env));
    const request = async (method: string, path: string, body?: string, access = '', headers = {}) => {
      const url = `${api.base}${path}`;
      const all = { 'content-type': 'application/json', authorization: `Bearer ${access}`, ...headers };
      const response = await fetch(url, { method, headers: all, ...(body === undefined ? {} : { body }) });
      const { pathname } = new URL(url);
      const id = response.headers.get('x-request-id');
      answers.push({ id, method, path: pathname, status: response.status });
      return response.json().catch(() => undefined) as Promise<never>;
    };
    const json = (body: object) => JSON.stringify(body);
    const ann = { username: 'ann', password };
    await request('POST', '/users', json(ann));
    await request('POST', '/users', json(ann));
    const bob: { id: number } = await request('POST', '/users', json({ username: 'bob', password }));
    await request('POST', '/auth/token', json({ username: 'ann', password: 'wrong password' }));
    const tokens: Record<'access' | 'refresh', string> = await request('POST', '/auth/token', json(ann));
    const { ticket }: { ticket: string } = await request('POST', '/events/ticket', undefined, tokens.access);
    for (const part of [ticket, ...ticket.split('.').slice(1)]) secrets.add(part);
    await request('GET', `/events?ticket=${ticket}&since=1`); // refused
    const stream = await fetch(`${api.base}/events?ticket=${ticket}`);
    const followed = { id: stream.headers.get('x-request-id'), method: 'GET', path: '/api/v1/events' };
    answers.push({ ...followed, status: stream.status });
    await stream.body?.cancel();
    const fresh: typeof tokens = await request(
      'POST',
      '/auth/token/refresh',
      json({ refresh: tokens.refresh }),
    );
    await request('POST', '/auth/token/refresh', json({ refresh: tokens.refresh }));
    for (const token of Object.values({ ...tokens, again: fresh.access, more: fresh.refresh })) {
      secrets.add(token);
      for (const part of token.split('.')) secrets.add(part);
    }
    secrets.delete(tokens.access.split('.')[0]!); // the header, which is no secret
    const { access } = tokens;
    await request('GET', '/users?search=needle', undefined, access);
    await request(
      'GET',
      `/users?search=needle&password=${password.replaceAll(' ', '%20')}`,
      undefined,
      access,
    );
    const thread: { id: number } = await request(
      'POST',
      '/threads',
      json({ participants: [bob.id] }),
      access,
    );
    const messages = `/threads/${thread.id}/messages`;
    const key = { 'idempotency-key': 'key-of-mine' };
    await request('POST', messages, json({ text: 'text for two' }), access, key);
    await request('POST', messages, json({ text: 'text for two, again' }), access, key);
    await request('GET', `${messages}?limit=needle`, undefined, access);
    await request('POST', '/auth/token', `{"username":"ann","password":"${password}`); // no JSON
    await request('POST', '/auth/token', `{"password":"${password.padEnd(70_000, 'x')}"}`); // too large
    await request('POST', '/auth/token', password, '', { 'content-type': 'text/plain' });
    await request('POST', '/auth/token', password, '', { 'content-encoding': 'gzip' });
    await request('GET', '/users/me', undefined, tokens.refresh);
    await request('GET', '/nothing?needle', undefined, access);
    await request('GET', '/users/me', undefined, access, { 'x-request-id': 'from.the-client:1' });
    await request('GET', '/users/me', undefined, access, { 'x-request-id': '{"level":60}' });
    const metrics = await (await fetch(`${new URL(api.base).origin}/metrics`)).text();
    expect([...secrets].filter((secret) => metrics.includes(secret))).to.deep.equal([]);
    await api.process.stop();
    const all = api.process.stdout.trimEnd().split('\n');
    lines = all
      .filter((line) => !line.startsWith('Duet listens on '))
      .map((line) => JSON.parse(line) as Line);
    output = api.process.stdout + api.process.stderr;
  });

  it('is JSON, a line with its time and level for each event', () => {
    for (const line of lines) {
      expect(line.level).to.be.a('number');
      expect(line.time).to.be.a('number');
    }
  });

  it('has one line for each request, by the id that its answer carries', () => {
    for (const { id, method, path, status } of answers) {
      expect(id, path).to.be.a('string');
      const [line, ...more] = lines.filter(({ req, res }) => req?.id === id && res !== undefined);
      expect(more).to.deep.equal([]);
      expect(line?.req, `${method} ${path}`).to.include({ method, path });
      expect(line?.res).to.include({ status });
    }
    const ids = answers.map(({ id }) => id);
    expect(ids).to.include('from.the-client:1').and.not.include('{"level":60}');
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('has no secrets, and nothing that people write', () => {
    const found = [...secrets].filter((secret) => output.includes(secret));
    expect(found).to.deep.equal([]);
    expect(output).not.to.match(/authorization|\?search|argon2id/i);
  });
});
