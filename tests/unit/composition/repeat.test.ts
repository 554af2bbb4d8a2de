import { expect } from 'chai';
import { repeat } from '../../../src/composition/repeat.js';
import { until } from '../../support/client.js';
import { Gate } from '../../support/gate.js';

describe('repeat', () => {
  it('does the work again and again until it is stopped', async () => {
    let count = 0;
    const stop = repeat(1, async () => {
      count += 1;
    });
    await until('it has worked three times', async () => count >= 3);
    stop();
    const stopped = count;
    await until('some turns have passed', turns(20));
    expect(count).to.equal(stopped);
  });

  it('never works twice at a time', async () => {
    let count = 0;
    const end = new Gate();
    const stop = repeat(1, () => {
      count += 1;
      return end.opened;
    });
    await until('it works', async () => count === 1);
    await until('some turns have passed', turns(20));
    expect(count).to.equal(1);
    end.open();
    await until('it works again', async () => count > 1);
    stop();
  });
});

/** True after so many turns of a timer as often as that of the work. */
function turns(count: number): () => Promise<boolean> {
  let passed = 0;
  const timer = setInterval(() => {
    passed += 1;
    if (passed === count) clearInterval(timer);
  }, 1);
  return async () => passed === count;
}
