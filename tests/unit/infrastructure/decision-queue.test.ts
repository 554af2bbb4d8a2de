import { expect } from 'chai';
import { Outage } from '../../../src/application/ports/outage.js';
import { unchanged } from '../../../src/domain/conversation/decision.js';
import { DecisionQueue, type Fate } from '../../../src/infrastructure/persistence/postgres/decision-queue.js';
import { until } from '../../support/client.js';
import { Gate } from '../../support/gate.js';
import { rejectionOf } from '../../support/rejection-of.js';

describe('A queue of decisions', () => {
  let alone: number[];
  let groups: number[][];
  let fateOf: (thread: number) => Fate;
  let gate: Gate | undefined;
  let failure: Error | undefined;

  beforeEach(() => {
    [alone, groups, gate, failure] = [[], [], undefined, undefined];
    fateOf = (thread) => ({ stored: thread });
  });

  const threadOf = ({ question }: { question: object }) => (question as { thread: number }).thread;

  const queueOf = (patience = 1000) => {
    const queue = new DecisionQueue({
      alone: async (one) => {
        alone.push(threadOf(one));
        await gate?.opened;
        return `${threadOf(one)} alone`;
      },
      together: async (group) => {
        const threads = group.map(threadOf);
        groups.push(threads);
        if (failure !== undefined) throw failure;
        return threads.map((thread) => fateOf(thread));
      },
      tooLate: () => new Outage('storage_unavailable', 'Too late.'),
      onGroup: () => undefined,
      maxGroup: 3,
      patience,
    });
    return (thread: number): Promise<unknown> =>
      queue.take({ question: { thread }, decide: () => unchanged(undefined) });
  };

  it('lets go at once who comes alone, and together who comes meanwhile, a few at a time', async () => {
    const take = queueOf();
    gate = new Gate();
    const first = take(1);
    await until('the first was let go', () => Promise.resolve(alone.length === 1));
    const others = [2, 3, 4, 5, 6].map(take);
    gate.open();
    expect(await Promise.all([first, ...others])).to.deep.equal(['1 alone', 2, 3, 4, 5, 6]);
    expect([alone, groups]).to.deep.equal([
      [1],
      [
        [2, 3, 4],
        [5, 6],
      ],
    ]);
  });

  it('puts into the next group who has to see what came of this one', async () => {
    fateOf = (thread) => (thread === 2 && groups.length === 1 ? 'goes later' : { stored: thread });
    const take = queueOf();
    expect(await Promise.all([1, 2, 3, 4].map(take))).to.deep.equal([1, 2, 3, 4]);
    expect(groups).to.deep.equal([
      [1, 2, 3],
      [2, 4],
    ]);
  });

  it('tells each its own end', async () => {
    const refused = new Error('No.');
    fateOf = (thread) => (thread === 1 ? { refused } : thread === 2 ? 'goes alone' : { stored: undefined });
    const take = queueOf();
    const [one, ...others] = await Promise.allSettled([1, 2, 3].map(take));
    expect(one).to.deep.equal({ status: 'rejected', reason: refused });
    expect(others.map((other) => other.status === 'fulfilled' && other.value)).to.deep.equal([
      '2 alone',
      undefined,
    ]);
  });

  it('lets each try alone when they fail together, but not when the store is out of order', async () => {
    const take = queueOf();
    failure = new Error('One of them is bad.');
    expect(await Promise.all([1, 2].map(take))).to.deep.equal(['1 alone', '2 alone']);
    failure = new Outage('storage_unavailable', 'It does not answer.');
    expect(await Promise.all([3, 4].map((thread) => rejectionOf(take(thread))))).to.deep.equal([
      failure,
      failure,
    ]);
    expect(alone).to.deep.equal([1, 2]);
  });

  it('goes on beside one that is held up, and keeps nobody waiting for too long', async () => {
    const take = queueOf(50);
    gate = new Gate();
    const held = take(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const late = await rejectionOf(take(2)); // the first has 100 ms before the next may go
    expect(late).to.have.property('message', 'Too late.');
    expect(await Promise.all([take(3), take(4)])).to.deep.equal([3, 4]);
    gate.open();
    expect(await held).to.equal('1 alone');
  });
});
