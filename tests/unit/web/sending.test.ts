import { expect } from 'chai';
import { ProblemError, type Message } from '../../../client/index.js';
import { Sending, type PendingStore } from '../../../web/sending.js';
import type { Pending } from '../../../web/state.js';
import { Store } from '../../../web/store.js';
import { until } from '../../support/client.js';
import { message, signedIn } from './samples.js';

class Kept implements PendingStore {
  readonly #items = new Map<string, Pending>();
  items = () => [...this.#items.values()].sort((one, other) => one.written - other.written);
  add = (thread: number, text: string) =>
    this.put({ key: text, thread, text, written: Date.now() + this.#items.size });
  put = (item: Pending) => void this.#items.set(item.key, item);
  remove = ({ key }: Pending) => void this.#items.delete(key);
}

const refusal = new ProblemError(new Response(null, { status: 403 }), { code: 'blocked', detail: 'No.' });

describe('the chat page’s sending', () => {
  let kept: Kept;
  let store: Store;
  let session: AbortController;
  /** What the service was asked to send, and how to answer. */
  let asked: { item: Pending; signal: AbortSignal; answer: () => void; fail: (error: unknown) => void }[];
  let failures: unknown[];
  let sent: Message[];
  let sending: Sending;
  /** For how long the service remembers keys. */
  let keyHours: number;

  beforeEach(() => {
    [kept, store, session] = [new Kept(), new Store(), new AbortController()];
    [asked, failures, sent] = [[], [], []];
    store.state = signedIn;
    const send = (item: Pending, signal: AbortSignal) =>
      new Promise<Message>((resolve, reject) => {
        const answer = () => resolve(message(100 + sent.length, { text: item.text, sender: 1 }));
        asked.push({ item, signal, answer, fail: reject });
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
    const attempt = (work: () => Promise<unknown>) =>
      void work().catch((error: unknown) => failures.push(error));
    const take = (one: Message) => void sent.push(one);
    keyHours = 24;
    const keyLife = async () => keyHours * 3_600_000;
    sending = new Sending(store, kept, send, keyLife, take, attempt, session.signal);
  });

  const isAsked = (count: number) => until(`${count} were asked for`, async () => asked.length === count);
  const shown = () => store.state.outbox.map(({ text }) => text);

  it('sends one after the other, in the order in which they were written', async () => {
    for (const text of ['a', 'b']) sending.write(1, text);
    expect(shown()).to.deep.equal(['a', 'b']);
    await isAsked(1);
    asked[0]!.answer();
    await isAsked(2);
    asked[1]!.answer();
    await until('all are sent', async () => shown().length === 0);
    expect(sent.map(({ text }) => text)).to.deep.equal(['a', 'b']);
  });

  it('remembers before it asks that the message may have arrived', async () => {
    sending.write(1, 'a');
    await isAsked(1);
    expect(kept.items()).to.deep.include({ ...asked[0]!.item, after: 0 });
    expect(store.state.outbox).to.deep.equal(kept.items());
  });

  it('keeps what is refused, with the reason, goes on, and tries again when told to', async () => {
    for (const text of ['a', 'b']) sending.write(1, text);
    await isAsked(1);
    asked[0]!.fail(refusal);
    await isAsked(2);
    asked[1]!.answer();
    await until('only one is left', async () => shown().length === 1);
    expect(store.state.outbox[0]).to.include({ text: 'a', problem: 'No.' });
    sending.retry(store.state.outbox[0]!);
    await isAsked(3);
    expect(asked[2]!.item.key).to.equal(asked[0]!.item.key);
  });

  it('forgets what is discarded', async () => {
    sending.write(1, 'a');
    await isAsked(1);
    asked[0]!.fail(refusal);
    await until('it was refused', async () => store.state.outbox[0]?.problem !== undefined);
    sending.discard(store.state.outbox[0]!);
    expect([shown(), kept.items()]).to.deep.equal([[], []]);
  });

  it('begins again at once when there is a connection, with the same key', async () => {
    sending.write(1, 'a');
    await isAsked(1);
    sending.connected();
    await isAsked(2);
    expect(asked[0]!.signal.aborted).to.equal(true);
    expect(asked[1]!.item.key).to.equal(asked[0]!.item.key);
    expect(failures).to.deep.equal([]);
  });

  it('stops with the session, and keeps what was not sent', async () => {
    for (const text of ['a', 'b']) sending.write(1, text);
    await isAsked(1);
    session.abort();
    await until('it has stopped', async () => asked[0]!.signal.aborted);
    expect(asked).to.have.length(1);
    expect(kept.items().map(({ text }) => text)).to.deep.equal(['a', 'b']);
  });

  it('does not repeat by itself what may have arrived so long ago that its key is forgotten', async () => {
    const put = (key: string) =>
      kept.put({ key, thread: 1, text: 'a', written: Date.now() - 2 * 3_600_000, after: 4 });
    put('remembered');
    sending.connected();
    await isAsked(1);
    asked[0]!.answer();
    await until('it is sent', async () => shown().length === 0);

    keyHours = 2;
    put('forgotten');
    sending.connected();
    await until('it says why', async () => store.state.outbox[0]?.problem !== undefined);
    expect(asked).to.have.length(1);
  });
});
