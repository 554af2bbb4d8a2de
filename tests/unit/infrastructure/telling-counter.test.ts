import { expect } from 'chai';
import { TellingCounter } from '../../../src/infrastructure/rate-limits/telling-counter.js';
import { rejectionOf } from '../../support/rejection-of.js';

describe('TellingCounter', () => {
  it('tells once when counting fails, and once when it works again', async () => {
    const told: string[] = [];
    let isDown = false;
    const answer = () =>
      isDown ? Promise.reject(new Error('statement timeout')) : Promise.resolve({ count: 1, left: 1000 });
    const counter = new TellingCounter(
      { add: answer, look: answer },
      { failing: (error) => told.push((error as Error).message), well: () => told.push('well') },
    );
    expect(await counter.add('ann', 1000)).to.deep.equal({ count: 1, left: 1000 });
    isDown = true;
    for (let asked = 0; asked < 3; asked += 1) {
      expect(await rejectionOf(counter.add('ann', 1000))).to.be.an('error');
      expect(await rejectionOf(counter.look('ann', 1000))).to.be.an('error');
    }
    isDown = false;
    await counter.look('ann', 1000);
    await counter.add('ann', 1000);
    expect(told).to.deep.equal(['statement timeout', 'well']);
  });
});
