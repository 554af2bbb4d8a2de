import { expect } from 'chai';
import type { Thread } from '../../../client/index.js';
import { readLatest } from '../../../web/latest-threads.js';
import { thread } from './samples.js';

describe('the conversations that a search on the chat page looks into', () => {
  async function read(count: number, over = new AbortController(), after = Infinity) {
    const all = Array.from({ length: count }, (_, index) => thread(index + 1));
    const told: (readonly Thread[])[] = [];
    let asked = 0;
    const page = async (offset: number) => {
      asked += 1;
      if (asked > after) over.abort();
      return { items: all.slice(offset, offset + 100), count, isLast: offset + 100 >= count };
    };
    const most = await readLatest(page, (threads) => told.push(threads), over.signal);
    return { told: told.map(({ length }) => length), asked, most };
  }

  it('are all that there are', async () => {
    expect(await read(0)).to.deep.equal({ told: [0], asked: 1, most: undefined });
    expect(await read(230)).to.deep.equal({ told: [100, 200, 230], asked: 3, most: undefined });
  });

  it('are the latest thousand, which is said if there are more', async () => {
    expect(await read(1_000)).to.include({ asked: 10, most: undefined });
    expect(await read(1_001)).to.include({ asked: 10, most: 1_000 });
  });

  it('are read no further when the search is over', async () => {
    expect(await read(1_001, undefined, 1)).to.deep.equal({ told: [100], asked: 2, most: undefined });
  });
});
