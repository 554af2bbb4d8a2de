import { expect } from 'chai';
import { FairTurns } from '../../../src/infrastructure/rate-limits/fair-turns.js';
import { times } from '../../support/client.js';
import { Gate } from '../../support/gate.js';
import { rejectionOf } from '../../support/rejection-of.js';

describe('fair turns', () => {
  let order: string[];
  let gate: Gate;

  beforeEach(() => {
    order = [];
    gate = new Gate();
  });

  /** Notes its turn, once the gate is open. */
  const ask = (turns: FairTurns, account: string, address: string) =>
    turns.run(account, address, async () => {
      await gate.opened;
      order.push(`${account} at ${address}`);
    });

  it('let nobody wait for a crowd at one account, wherever it comes from', async () => {
    const turns = new FairTurns(1, 1000);
    const all = times(400, (index) => ask(turns, 'busy', `address ${index}`));
    const late = ask(turns, 'ann', 'home');
    gate.open();
    await Promise.all([all, late]);
    expect(order.indexOf('ann at home')).to.be.within(1, 4);
    expect(order).to.have.lengthOf(401);
  });

  it('let nobody wait for one address that asks for many accounts', async () => {
    const turns = new FairTurns(1, 1000);
    const all = times(400, (index) => ask(turns, `account ${index}`, 'busy'));
    const late = ask(turns, 'ann', 'home');
    gate.open();
    await Promise.all([all, late]);
    expect(order.indexOf('ann at home')).to.be.within(1, 4);
  });

  it('refuse the busiest when too many wait, and find room for the others', async () => {
    const turns = new FairTurns(2, 10);
    const crowd = times(30, (index) => ask(turns, 'busy', `address ${index % 3}`).then(String, String));
    const others = times(5, (index) => ask(turns, `other ${index}`, `elsewhere ${index}`));
    gate.open();
    await others;
    const refused = (await crowd).filter((outcome) => outcome.includes('Too many log in at once'));
    expect(refused).to.have.lengthOf(30 + 5 - 2 - 10);
  });

  it('refuse the busiest account at an address, and nobody else there', async () => {
    const turns = new FairTurns(1, 10);
    const crowd = times(30, () => ask(turns, 'busy', 'office').then(String, String));
    const other = ask(turns, 'ann', 'office');
    gate.open();
    await other;
    await crowd;
    expect(order.indexOf('ann at office')).to.be.within(1, 4);
  });

  it('go on after work that fails', async () => {
    const turns = new FairTurns(1, 10);
    const failing = () => turns.run('ann', 'home', () => Promise.reject(new Error('No.')));
    for (const error of await times(3, () => rejectionOf(failing()))) {
      expect((error as Error).message).to.equal('No.');
    }
    expect(await turns.run('ann', 'home', async () => 'done')).to.equal('done');
  });

  it('never let more work than may at once', async () => {
    const turns = new FairTurns(3, 1000);
    let working = 0;
    let most = 0;
    await times(50, (index) =>
      turns.run(`account ${index % 7}`, `address ${index % 5}`, async () => {
        most = Math.max(most, (working += 1));
        await new Promise(setImmediate);
        working -= 1;
      }),
    );
    expect(most).to.equal(3);
  });
});
