import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { load } from 'js-yaml';
import { pino } from 'pino';
import { replace } from '../../src/composition/container.js';
import { tokens } from '../../src/composition/tokens.js';
import { password, suite, times, until, type User } from '../support/client.js';
import { startService } from '../support/service.js';

type Series = Record<string, string> & { name: string; value: number };

/** Every sample of a Prometheus text. */
function parseExposition(text: string): Series[] {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return samples.map((line) => {
    const [, name = '', labels = '', value = ''] =
      /^([a-z_][a-z0-9_]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? expect.fail(`not a sample: ${line}`);
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text]) => [key, text] as const);
    return { ...Object.fromEntries(pairs), name, value: Number(value) } as Series;
  });
}

suite('metrics', (api) => {
  let ann: User;
  let bob: User;
  let thread: number;

  const scrape = async () => {
    const response = await fetch(`${api.service.url}/metrics`);
    return { response, text: await response.text() };
  };
  const samples = async (name: string, labels: Record<string, string> = {}) =>
    parseExposition((await scrape()).text).filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([label, value]) => sample[label] === value),
    );
  const sum = async (name: string, labels?: Record<string, string>) =>
    (await samples(name, labels)).reduce((total, { value }) => total + value, 0);
  const requests = (labels: Record<string, string>) => sum('http_request_duration_seconds_count', labels);
  /** An answer may arrive before it has been counted. */
  const expectRequests = (count: number, labels: Record<string, string>) =>
    until(`${JSON.stringify(labels)} counts ${count}`, async () => (await requests(labels)) === count, 2000);

  before(async () => {
    ({ ann, bob } = await api.people('ann', 'bob'));
    thread = (await api.open(ann, bob)).id;
  });

  it('count what services ask for, each by the name of its key, and nothing by the key', async () => {
    const [shop, crm] = [await api.host('shop'), await api.host('crm')];
    const count = (labels: Record<string, string>) => sum('duet_service_requests_total', labels);
    await shop.call('GET', '/limits');
    await shop.actAs(ann)('GET', '/threads');
    expect((await shop.call('GET', '/users/me')).status, 'a refusal counts').to.equal(403);
    await crm.call('GET', '/limits');
    await ann.call('GET', '/threads');
    await until(
      'all are counted',
      async () => (await count({ service: 'shop' })) === 3 && (await count({ service: 'crm' })) === 1,
    );
    expect(await count({ service: 'shop', status: '403' })).to.equal(1);
    expect(await count({}), 'nobody else').to.equal(4);
    const { text } = await scrape();
    expect(text).not.to.include(shop.key.slice(5));
    expect(text).to.match(/^# TYPE duet_service_requests_total counter$/m);
  });

  it('are Prometheus text, for everybody, never stored', async () => {
    const { response, text } = await scrape();
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4; charset=utf-8$/);
    expect(response.headers.get('cache-control')).to.equal('no-store');
    expect(text).to.match(/^# HELP http_request_duration_seconds .+$/m);
    expect(parseExposition(text)).to.have.length.above(50);
    for (const [path, status] of Object.entries({ '/metrics/': 200, '/METRICS': 404, '/%6detrics': 404 })) {
      expect((await fetch(api.service.url + path)).status, path).to.equal(status);
    }
    const head = await fetch(`${api.service.url}/metrics`, { method: 'HEAD' });
    expect([head.status, await head.text()]).to.deep.equal([200, '']);
  });

  it('count requests by the pattern of their route, however they end', async () => {
    const route = '/api/v1/threads/:thread/messages';
    await times(3, () => ann.call('GET', `/threads/${thread}/messages`));
    await ann.call('GET', `/threads/${thread}/messages/`);
    await ann.call('GET', `/threads/${thread}/messages?limit=0`);
    await ann.call('GET', `/threads/${thread + 1000}/messages`);
    await api.anonymous('GET', `/threads/${thread}/messages`);
    await ann.call('PUT', `/threads/${thread}/messages`);
    for (const [method, status, count] of [
      ['GET', '200', 4],
      ['GET', '400', 1],
      ['GET', '404', 1],
      ['GET', '401', 1],
      ['PUT', '405', 1],
    ] as const) {
      await expectRequests(count, { method, route, status });
    }
    const [{ value: seconds } = { value: NaN }] = await samples('http_request_duration_seconds_sum', {
      method: 'GET',
      route,
      status: '200',
    });
    expect(seconds).to.be.above(0).and.below(60);
  });

  it('have one name for all that is not there, and one for all strange methods', async () => {
    const before = await requests({ route: 'other', status: '404' });
    await times(5, (index) => ann.call('GET', `/nope/${index}`));
    await fetch(`${api.service.url}/elsewhere`);
    await expectRequests(before + 6, { route: 'other', status: '404' });
    for (const method of ['PROPFIND', 'PURGE']) await api.raw({ method, target: '/nope', lenient: true });
    await expectRequests(2, { method: 'other' });
    const routes = new Set((await samples('http_request_duration_seconds_count')).map((one) => one['route']));
    expect([...routes].join(' ')).not.to.match(/nope|elsewhere|\/\d/);
  });

  it('count messages, and no repeats', async () => {
    const before = await sum('duet_messages_sent_total');
    await times(3, () => api.send(ann, thread, 'Hello'));
    const key = { 'Idempotency-Key': 'once' };
    await times(2, () => ann.call('POST', `/threads/${thread}/messages`, { text: 'Once' }, key));
    await ann.call('POST', `/threads/${thread}/messages`, { text: '' });
    expect((await sum('duet_messages_sent_total')) - before).to.equal(4);
  });

  it('count the groups of writes', async () => {
    const before = [
      await sum('duet_write_group_size_sum'),
      await sum('duet_write_group_size_count'),
    ] as const;
    await times(20, () => api.send(bob, thread, 'Hello'));
    const written = (await sum('duet_write_group_size_sum')) - before[0];
    const groups = (await sum('duet_write_group_size_count')) - before[1];
    expect(written).to.equal(20);
    expect(groups).to.be.within(1, 20);
    expect(await samples('duet_write_queue_depth')).to.have.length(1);
  });

  it('show a write that waits', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const write = api.service.store.run(() => held);
    expect(await sum('duet_write_queue_depth')).to.equal(1);
    release();
    await write;
    await until('nothing waits', async () => (await sum('duet_write_queue_depth')) === 0, 2000);
  });

  it('tell how the process fares', async () => {
    for (const name of [
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'nodejs_heap_size_used_bytes',
    ]) {
      expect(await sum(name), name).to.be.above(0);
    }
    expect(await samples('nodejs_eventloop_lag_p99_seconds')).to.have.length(1);
  });

  it('tell nothing of anybody', async () => {
    await api.anonymous('GET', `/users?search=secretive`);
    await api.anonymous('POST', '/auth/token', { username: 'secretive', password });
    expect((await scrape()).text).not.to.match(/\bann\b|\bbob\b|secretive|127\.0\.0\.1/);
  });

  describe('in docs/monitoring', () => {
    interface Rule {
      alert: string;
      expr: string;
      for: string;
      annotations: { summary: string; description: string };
    }
    const read = (name: string) => readFile(`docs/monitoring/${name}`, 'utf8');
    const words = new Set(['and', 'or', 'unless', 'inf', 'nan']);

    /** The metrics and labels that a PromQL expression names. */
    function namesIn(expr: string): { metrics: string[]; labels: string[] } {
      const grouping = /\b(?:by|without|on|ignoring) ?\(([^)]*)\)/g;
      const matchers = [...expr.matchAll(/\{([^}]*)\}/g)].flatMap(([, inner = '']) => [
        ...inner.matchAll(/(\w+) ?(?:=~|!~|!=|=)/g),
      ]);
      const labels = [
        ...matchers.map(([, label = '']) => label),
        ...[...expr.matchAll(grouping)].flatMap(([, inner = '']) => inner.split(/, ?/)),
      ];
      const bare = expr
        .replace(/\{[^}]*\}/g, ' ')
        .replace(grouping, ' ')
        .replace(/\[[^\]]*\]/g, ' ');
      const metrics = [...bare.matchAll(/\b[a-z_]\w*\b(?! *\()/g)].map(([name]) => name);
      return { metrics: metrics.filter((name) => !words.has(name)), labels };
    }

    async function expectKnown(exprs: string[]): Promise<void> {
      const known = parseExposition((await scrape()).text);
      const metrics = new Set(known.map(({ name }) => name));
      for (const expr of exprs) {
        const named = namesIn(expr);
        expect(named.metrics, expr).not.to.be.empty;
        for (const name of named.metrics) expect(metrics, expr).to.include(name);
        // Prometheus itself adds the first two.
        const labels = [
          'job',
          'instance',
          ...known.filter(({ name }) => named.metrics.includes(name)).flatMap(Object.keys),
        ];
        for (const label of named.labels) expect(labels, expr).to.include(label);
      }
    }

    it('an expression’s names are found', () => {
      expect(
        namesIn(
          'sum by (le, route) (rate(a_total{job="x", status=~"5.."}[5m])) / on (instance) b_total > 0.5e1',
        ),
      ).to.deep.equal({
        metrics: ['a_total', 'b_total'],
        labels: ['job', 'status', 'le', 'route', 'instance'],
      });
    });

    it('the alert rules ask for what there is', async () => {
      const { groups } = load(await read('alerts.yml')) as { groups: { name: string; rules: Rule[] }[] };
      const rules = groups.flatMap((group) => group.rules);
      expect(rules).to.have.length(4);
      for (const rule of rules) {
        expect(rule).to.have.all.keys('alert', 'expr', 'for', 'labels', 'annotations');
        expect(rule.annotations).to.have.all.keys('summary', 'description');
      }
      await expectKnown(rules.map(({ expr }) => expr));
    });

    it('the dashboard asks for what there is', async () => {
      const { panels } = JSON.parse(await read('grafana-dashboard.json')) as {
        panels: { title: string; targets: { expr: string }[] }[];
      };
      expect(panels).to.have.length.of.at.least(6);
      await expectKnown(panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)));
    });

    it('the page names what there is', async () => {
      const page = await readFile('docs/monitoring.md', 'utf8');
      const named = [...page.matchAll(/`((?:http|duet|process|nodejs)_\w+)(?:\{[^}]*\})?`/g)].map(
        ([, name = '']) => name,
      );
      expect(named).to.have.length.of.at.least(6);
      const { text } = await scrape();
      for (const name of named) expect(text, name).to.match(new RegExp(`^# TYPE ${name} `, 'm'));
    });
  });
});

describe('the request log', () => {
  it('has no line for /metrics', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
    const service = await startService({ DATABASE_URL: 'memory:' }, replace(tokens.logger, logger));
    try {
      for (const path of ['/metrics', '/healthz', '/elsewhere']) {
        await (await fetch(service.url + path)).text();
      }
      await until('there is a line', async () => lines.length > 0);
      const paths = lines.map((line) => (JSON.parse(line) as { req: { path: string } }).req.path);
      expect(paths).to.deep.equal(['/elsewhere']);
    } finally {
      await service.stop();
    }
  });
});
