import { randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { expect } from 'chai';
import { until, type User } from './client.js';
import { fileOf, launch, production, RemoteApi, sql } from './process.js';

/** What one request may take, in seconds: it waits for a lock for 5, behind another that does, and some for the machine. */
const longest = 30;

interface Sent {
  readonly text: string;
  readonly key: string;
  id?: number;
}

/** Ann writes to Bob, and remembers what was acknowledged. */
export class Talk {
  readonly file: string;
  readonly #sent: Sent[] = [];

  private constructor(
    readonly url: string,
    private readonly api: RemoteApi,
    private readonly ann: User,
    private readonly thread: number,
  ) {
    this.file = fileOf(url);
  }

  static async begin(url: string, env: Record<string, string> = {}): Promise<Talk> {
    const api = new RemoteApi(await launch({ ...production(url), ...env }));
    const { ann, bob } = await api.people('ann', 'bob');
    return new Talk(url, api, ann, (await api.open(ann, bob)).id);
  }

  async send(message: Sent = this.#next()): Promise<number> {
    const { text, key } = message;
    const path = `/threads/${this.thread}/messages`;
    const { status, id } = await this.api.attempt(longest, this.ann, 'POST', path, { text }, key);
    if (status < 300) {
      if (message.id !== undefined) expect(id).to.equal(message.id);
      message.id = id;
    }
    return status;
  }

  #next(): Sent {
    const message = { text: randomUUID().repeat(50), key: randomUUID() };
    this.#sent.push(message);
    return message;
  }

  list() {
    return this.api.attempt(longest, this.ann, 'GET', `/threads/${this.thread}/messages?limit=100`);
  }

  get log(): string {
    return this.api.process.stdout;
  }

  becomesReady(): Promise<void> {
    return until('it is ready', async () => (await this.ready()) === 200);
  }

  async ready(): Promise<number> {
    const response = await fetch(`${this.api.process.url}/readyz`);
    await response.body?.cancel();
    return response.status;
  }

  /** What was acknowledged is there, what was not may be repeated, and all of it is there once. */
  async expectNothingLost(): Promise<void> {
    for (const message of this.#sent) {
      const acknowledged = message.id !== undefined;
      expect(await this.send(message), message.key).to.equal(acknowledged ? 200 : 201);
    }
    const [rows = [], [check] = []] = await sql(
      this.url,
      'SELECT id, text FROM messages ORDER BY id',
      'PRAGMA integrity_check',
    );
    const known = this.#sent.map(({ id, text }) => ({ id, text })).sort((a, b) => a.id! - b.id!);
    expect(rows).to.deep.equal(known);
    expect(check).to.deep.equal({ integrity_check: 'ok' });
  }
}

/** In place, as a broken disk does: the service has the file open. */
export function overwrite(file: string, bytes: Buffer): void {
  const open = openSync(file, 'r+');
  writeSync(open, bytes, 0, bytes.length, 0);
  closeSync(open);
}
