import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadAll } from 'js-yaml';
import { Deployment } from 'kubernetes-models/apps/v1';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Service } from 'kubernetes-models/v1';
import { loadConfig } from '../../src/composition/config/config.js';

const models = { Deployment, Ingress, PodDisruptionBudget, Service };
type Manifest = { kind: keyof typeof models; metadata: { name: string } } & Record<string, never>;

interface Container {
  env: { name: string; value: string }[];
  ports: { name: string; containerPort: number }[];
}

const secret = 'a secret of the tests, of more than 32 bytes';

/** With what the secrets' files would say. */
function configFrom(env: Record<string, string>) {
  const { JWT_SECRET_FILE, DATABASE_URL_FILE, ...plain } = env;
  return loadConfig({
    NODE_ENV: 'production',
    ...plain,
    ...(JWT_SECRET_FILE !== undefined && { JWT_SECRET: secret }),
    ...(DATABASE_URL_FILE !== undefined && { DATABASE_URL: 'postgres://duet:duet@postgres/duet' }),
  });
}

describe('deploy/kubernetes/duet.yaml', () => {
  const manifests = loadAll(readFileSync('deploy/kubernetes/duet.yaml', 'utf8')) as Manifest[];
  const of = (kind: string) => manifests.find((one) => one.kind === kind) as unknown as Deployment;

  it('is what Kubernetes takes', () => {
    expect(manifests.map(({ kind }) => kind)).to.have.members(Object.keys(models));
    for (const manifest of manifests) new models[manifest.kind](manifest).validate();
    const broken = structuredClone(of('Deployment')) as unknown as { spec: { replicas: unknown } };
    broken.spec.replicas = 'two';
    expect(() => new Deployment(broken as never).validate(), 'it would be noticed').to.throw(/replicas/);
  });

  it('has settings that Duet takes, and leaves it the time that it needs to stop', () => {
    const { spec } = of('Deployment').spec?.template ?? expect.fail('There is no pod.');
    const container = spec?.containers[0] as unknown as Container;
    const config = configFrom(Object.fromEntries(container.env.map(({ name, value }) => [name, value])));
    expect(config.database.kind).to.equal('postgres');
    expect(config.port).to.equal(container.ports[0]?.containerPort);
    const patience = (spec?.terminationGracePeriodSeconds ?? 0) * 1000;
    expect(patience).to.be.at.least(config.drainDelay + 10_000);
  });
});

describe('deploy/systemd/duet.service', () => {
  const unit = readFileSync('deploy/systemd/duet.service', 'utf8');

  it('is what systemd takes', function () {
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
      if (process.env['CI'] !== undefined) expect.fail('systemd-analyze is not installed.');
      this.skip();
    }
    const folder = mkdtempSync(join(tmpdir(), 'duet-unit-'));
    const file = join(folder, 'duet.service');
    const verify = (text: string) => {
      writeFileSync(file, text.replace('/usr/bin/node', process.execPath));
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
      return { status, complaints: stderr.split('\n').filter((line) => line.includes('duet.service')) };
    };
    try {
      expect(verify(unit)).to.deep.equal({ status: 0, complaints: [] });
      expect(verify(unit.replace('RestartSec', 'RestartSecs')).complaints).not.to.deep.equal([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has settings that Duet takes', () => {
    const pairs = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = '']) => line.split(' '));
    const env = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]));
    expect(configFrom(env).database).to.deep.equal({
      kind: 'better-sqlite3',
      file: '/var/lib/duet/duet.sqlite',
    });
  });
});
