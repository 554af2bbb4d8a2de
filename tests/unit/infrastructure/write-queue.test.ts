import { expect } from 'chai';
import { WriteQueue } from '../../../src/infrastructure/persistence/write-queue.js';
import { Gate } from '../../support/gate.js';
import { rejectionOf } from '../../support/rejection-of.js';

describe('the write queue', () => {
  const queueWith = (onGroup: (size: number) => void) =>
    new WriteQueue<undefined>(
      {
        begin: async () => undefined,
        attempt: (work) => work(undefined),
        commit: async () => undefined,
        rollback: async () => undefined,
      },
      { maxGroup: 3, onGroup },
    );

  it('tells how many share a commit, and how many wait for one', async () => {
    const groups: [size: number, depth: number][] = [];
    const queue: WriteQueue<undefined> = queueWith((size) => groups.push([size, queue.depth]));
    expect(queue.depth).to.equal(0);

    const gate = new Gate();
    const works = [() => gate.opened, ...Array<() => Promise<void>>(4).fill(async () => undefined)];
    const done = Promise.all(works.map((work) => queue.run(work)));
    expect(queue.depth).to.equal(5);
    gate.open();
    await done;
    await queue.close();
    expect(groups).to.deep.equal([
      [3, 5],
      [2, 2],
    ]);
    expect(queue.depth).to.equal(0);
  });

  it('counts those that fail until they are settled', async () => {
    const sizes: number[] = [];
    const queue = queueWith((size) => sizes.push(size));
    const failure = new Error('No.');
    expect(await rejectionOf(queue.run(() => Promise.reject(failure)))).to.equal(failure);
    await queue.close();
    expect([sizes, queue.depth]).to.deep.equal([[1], 0]);
  });
});
