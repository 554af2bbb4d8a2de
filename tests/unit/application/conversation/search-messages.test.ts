import { expect } from 'chai';
import { SearchMessages } from '../../../../src/application/conversation/search-messages.js';
import { Outage } from '../../../../src/application/ports/outage.js';
import type { Readers, UnitOfWork } from '../../../../src/application/ports/unit-of-work.js';
import { rejectionOf } from '../../../support/rejection-of.js';

describe('SearchMessages', () => {
  const waiting: { user: number; end: (error?: Error) => void }[] = [];
  const messageIndex = {
    search: ({ reader }: { reader: number }) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) =>
          error === undefined ? resolve({ total: 0, items: [] }) : reject(error);
        waiting.push({ user: reader, end });
      }),
  };
  const read = (work: (readers: Readers) => unknown) => work({ messageIndex } as unknown as Readers);
  const searches = new SearchMessages({ read } as unknown as UnitOfWork, true);
  const search = (id: number) =>
    searches.execute({ caller: { id, role: 'user' }, search: 'a', limit: 1, offset: 0 });
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('looks for one of a user at a time, lets three wait in turn, and goes on after one that failed', async () => {
    const asked = [1, 1, 1, 1].map(search);
    const refused = await rejectionOf(search(1));
    expect(refused).to.be.instanceOf(Outage);
    expect((refused as Outage).code).to.equal('searches_busy');
    const other = search(2);
    await turn();
    expect(waiting.map(({ user }) => user)).to.deep.equal([1, 2]);
    const failing = rejectionOf(asked[0] as Promise<unknown>);
    waiting[0]?.end(new Error('The store does not answer.'));
    await failing;
    await turn();
    expect(waiting.map(({ user }) => user)).to.deep.equal([1, 2, 1]);
    const next = search(1);
    await rejectionOf(search(1));
    for (let index = 1; index < 6; index += 1) {
      waiting[index]?.end();
      await turn();
    }
    await Promise.all([...asked.slice(1), other, next]);
    expect(waiting).to.have.lengthOf(6);
  });
});
