import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { until } from '../support/client.js';
import { launch, processSuite, production, RemoteApi, within, type Process } from '../support/process.js';
import { storeUrl } from '../support/service.js';

const nginx = '/usr/sbin/nginx';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** nginx with the configuration that Duet ships, but for the addresses. */
async function startNginx(folder: string, port: number, upstreams: readonly number[]): Promise<ChildProcess> {
  const conf = upstreams
    .reduce(
      (text, upstream, index) => text.replace(`app-${index + 1}:3000`, `127.0.0.1:${upstream}`),
      readFileSync('deploy/nginx.conf', 'utf8'),
    )
    .replace('listen 8080;', `listen 127.0.0.1:${port};`)
    .replace(
      'http {',
      'http { client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;',
    );
  writeFileSync(join(folder, 'nginx.conf'), conf);
  const globals = `daemon off; pid ${join(folder, 'pid')}; error_log ${join(folder, 'error.log')};`;
  const child = spawn(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', globals], {
    stdio: 'ignore',
  });
  await until('nginx answers', async () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
  return child;
}

processSuite('a rolling restart of two processes behind nginx', () => {
  before(function () {
    if (existsSync(nginx)) return;
    if (process.env['CI'] !== undefined) throw new Error(`There is no ${nginx}.`);
    this.skip();
  });

  it('fails no request', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'duet-nginx-'));
    const url = storeUrl('better-sqlite3');
    const ports = [await freePort(), await freePort()];
    const start = (index: number): Promise<Process> =>
      launch({ ...production(url), PORT: String(ports[index]), DRAIN_SECONDS: '1', TRUST_PROXY: '1' });
    const processes = [await start(0), await start(1)];
    const api = new RemoteApi(processes[0] as Process);
    const { ann, bob } = await api.people('ann', 'bob');
    const { id: thread } = await api.open(ann, bob);
    const front = await freePort();
    const proxy = await startNginx(folder, front, ports);

    const statuses = new Map<string, number>();
    let sent = 0;
    let loading = true;
    const client = async (): Promise<void> => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let turn = 0; loading; turn += 1) {
        const [method, path, body] =
          turn % 2 === 0
            ? ['POST', `/threads/${thread}/messages`, JSON.stringify({ text: 'Hello' })]
            : ['GET', '/threads', ''];
        const headers = { authorization: `Bearer ${ann.access}`, 'content-type': 'application/json' };
        const outcome = await new Promise<string>((resolve) => {
          const options = { port: front, host: '127.0.0.1', path: `/api/v1${path}`, method, agent, headers };
          request(options, (response) => {
            response.resume().once('end', () => resolve(String(response.statusCode)));
          })
            .once('error', (error) => resolve(error.message))
            .end(body);
        });
        statuses.set(outcome, (statuses.get(outcome) ?? 0) + 1);
        if (outcome === '201') sent += 1;
      }
      agent.destroy();
    };
    try {
      const clients = Promise.all(Array.from({ length: 8 }, client));
      for (const index of [0, 1]) {
        const before = sent;
        await until('there is load', async () => sent > before + 100);
        const old = processes[index] as Process;
        old.signal('SIGTERM');
        await within(30, 'it has ended', old.ended);
        processes[index] = await start(index);
      }
      const before = sent;
      await until('there is load', async () => sent > before + 100);
      loading = false;
      await clients;
      expect([...statuses.keys()].toSorted(), JSON.stringify([...statuses])).to.deep.equal(['200', '201']);
      const { body } = await ann.call('GET', `${processes[0]?.url}/api/v1/threads/${thread}/messages`);
      expect(body.count, 'each is stored once').to.equal(sent);
    } finally {
      loading = false;
      proxy.kill('SIGTERM');
      await once(proxy, 'exit');
      await Promise.all(processes.map((one) => one.stop()));
      rmSync(folder, { recursive: true });
    }
  });
});
