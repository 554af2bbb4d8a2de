import { expect } from 'chai';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { IndexMessages } from '../../src/application/conversation/index-messages.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { isFound, mostFound, mostWords, soughtWords } from '../../src/domain/conversation/search.js';
import type { Message } from '../../src/domain/conversation/message.js';
import type { Thread } from '../../src/domain/conversation/thread.js';
import type { User } from '../../src/domain/accounts/user.js';
import { acts } from '../support/acts.js';
import { addMessage, addMessages, addUsers, at, idsOf, newMessage, openThread } from '../support/fixtures.js';

/** Until the index has seen all that was committed before. */
export async function indexAll(unitOfWork: UnitOfWork): Promise<void> {
  while (await unitOfWork.read(({ messageIndex }) => messageIndex.isBehind())) {
    await new IndexMessages(unitOfWork).execute();
    await nextTurn();
  }
}

export function describeSearch(current: () => UnitOfWork): void {
  describe('search', () => {
    let unitOfWork: UnitOfWork;
    let alice: User;
    let bob: User;
    let carol: User;
    let thread: Thread;
    let other: Thread;

    beforeEach(async () => {
      unitOfWork = current();
      [alice, bob, carol] = await addUsers(unitOfWork, 'alice', 'bob', 'carol');
      thread = await openThread(unitOfWork, alice, bob, at(1));
      other = await openThread(unitOfWork, alice, carol, at(1));
    });

    const say = (text: string, where = thread, sender = alice) =>
      addMessage(unitOfWork, where, sender, { text });
    const search = async (
      text: string,
      { reader = alice, where = undefined as Thread | undefined, limit = 20, offset = 0 } = {},
    ) => {
      await indexAll(unitOfWork);
      const asked = { reader: reader.id, thread: where?.id, words: soughtWords(text) };
      return unitOfWork.read(({ messageIndex }) => messageIndex.search(asked, { limit, offset }));
    };
    const textsOf = async (...asked: Parameters<typeof search>) =>
      (await search(...asked)).items.map(({ text }) => text);
    const edit = (message: Message, text: string) =>
      unitOfWork.run((all) => acts(all).edit(message, text, at(50)));

    it('finds words and beginnings of words, wherever they are, latest first', async () => {
      await say('The parcel is at the post office.');
      await say('A postcard, officer!');
      await say('Compost.');
      expect(await textsOf('post')).to.deep.equal([
        'A postcard, officer!',
        'The parcel is at the post office.',
      ]);
      expect(await textsOf('office post')).to.have.lengthOf(2);
      expect(await textsOf('post office.')).to.have.lengthOf(2);
      expect(await textsOf('offices')).to.deep.equal([]);
      expect(await textsOf('post parcels')).to.deep.equal([]);
      expect(await textsOf('o')).to.have.lengthOf(2);
    });

    it('gives messages as they are, page by page, with how many there are', async () => {
      const sent = [...(await addMessages(unitOfWork, thread, alice, 3)), await say('message', other, carol)];
      await unitOfWork.run((all) => acts(all).markRead(sent[1] ?? expect.fail()));
      const found = await search('message');
      expect(found.total).to.equal(4);
      for (const message of found.items) {
        expect(message).to.deep.equal(await unitOfWork.read(({ messages }) => messages.find(message.id)));
      }
      expect(idsOf(found.items)).to.deep.equal(idsOf(sent).reverse());
      const second = await search('message', { limit: 2, offset: 1 });
      expect([second.total, idsOf(second.items)]).to.deep.equal([4, idsOf(sent).reverse().slice(1, 3)]);
      expect(await search('message', { offset: 4 })).to.deep.equal({ total: 4, items: [] });
      expect(await search('nothing')).to.deep.equal({ total: 0, items: [] });
    });

    it("finds nothing in other people's conversations", async () => {
      await say('a secret of two');
      await say('a secret of others', other, carol);
      const strangers = await openThread(unitOfWork, bob, carol, at(1));
      await say('a secret of strangers', strangers, bob);
      expect(await textsOf('secret')).to.deep.equal(['a secret of others', 'a secret of two']);
      expect(await textsOf('secret', { reader: bob })).to.deep.equal([
        'a secret of strangers',
        'a secret of two',
      ]);
      expect(await textsOf('secret', { where: thread })).to.deep.equal(['a secret of two']);
      expect(await textsOf('secret', { where: other })).to.deep.equal(['a secret of others']);
      expect(await textsOf('secret', { where: strangers })).to.deep.equal([]);
      const [nobody] = await addUsers(unitOfWork, 'nobody');
      expect(await textsOf('secret', { reader: nobody })).to.deep.equal([]);
    });

    it('takes nothing for an operator', async () => {
      const texts = [
        'one two',
        'one or two',
        'one not two',
        `it's "one" near:two`,
        '1_one',
        "a'b\\c:*&|!<->",
      ];
      for (const text of texts) await say(text);
      for (const [sought, found] of [
        ['one or two', ['one or two']],
        ['one OR two', ['one or two']],
        ['one NOT two', ['one not two']],
        ['NEAR(one two)', [`it's "one" near:two`]],
        ['"one two"', [`it's "one" near:two`, 'one not two', 'one or two', 'one two']],
        ['one*', ['1_one', `it's "one" near:two`, 'one not two', 'one or two', 'one two']],
        ['words:one', []],
        ['1_', ['1_one']],
        ["b\\c':*", ["a'b\\c:*&|!<->"]],
        ['a & !one', []],
        ['one%', ['1_one', `it's "one" near:two`, 'one not two', 'one or two', 'one two']],
      ] as const) {
        expect(await textsOf(sought), sought).to.deep.equal(found);
      }
    });

    it('folds case and accents, and knows the words of every script', async () => {
      const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
      for (const [text, sought, notSought] of [
        ['Ça va, ÉLODIE ?', ['ca', 'elodie', 'ÇA Élo', 'e\u0301lod'], ['lodie']],
        ['Die Straße in Köln', ['strasse', 'STRASSE', 'koln', 'KÖLN'], ['koeln']],
        ['Їжак прийшов', ['їжак', 'ЇЖАК', 'при'], ['жак']],
        ['Ο ΟΔΥΣΣΕΎΣ', ['οδυσσευς', 'οδυσσευσ', 'Οδυσ'], ['δυσ']],
        ['İstanbul', ['istanbul', 'ISTANBUL'], []],
        ['مَرْحَبًا بالعالم', ['مرحبا', 'بالع'], ['عالم']],
        ['שָׁלוֹם עולם', ['שלום', 'עול'], ['לום']],
        ['हिन्दी में लिखा', ['हिन्दी', 'हिन्', 'लि'], ['ल में हिन्दि']],
        ['東京都に行きました', ['東京', '京都', '東京都', '都', 'に行き', '行'], ['京東', '東都']],
        ['สวัสดีครับ', ['สวัสดี', 'ครับ'], ['ดีสวัส']],
        ['안녕하세요 여러분', ['안녕', '여러분'], ['하세요']],
        ['ｆｕｌｌ ﬁlm ①②', ['full', 'film', '12'], []],
        ['shop-42@example.com/a?b=c_d 1.5e3', ['shop', '42', 'example', 'com', 'd', '5e3'], ['hop', 'e3']],
        ['soft\u00adhyphen 👍🏽 𝒜𝓁𝒾𝒸𝑒', ['softhyphen', 'alice'], ['hyphen']],
        [longWord, [longWord, longWord.toUpperCase(), longWord.slice(0, 60)], [longWord.slice(1)]],
      ] as const) {
        await say(text);
        for (const one of sought) {
          expect(isFound(text, soughtWords(one)), `${text}: ${one}`).to.equal(true);
          expect((await textsOf(one))[0], `${text}: ${one}`).to.equal(text);
        }
        for (const one of notSought) expect(await textsOf(one), `${text}: ${one}`).to.deep.equal([]);
      }
    });

    it('finds what was edited by its new words alone, and nothing that is deleted', async () => {
      const edited = await say('before and always');
      const deleted = await say('before and always, deleted');
      expect(await textsOf('before')).to.have.lengthOf(2);
      await edit(edited, 'after and always');
      await unitOfWork.run((all) => acts(all).remove(deleted, at(60)));
      const now = async (text: string) => {
        const asked = { reader: alice.id, words: soughtWords(text) };
        const slice = { limit: 20, offset: 0 };
        return (await unitOfWork.read(({ messageIndex }) => messageIndex.search(asked, slice))).items;
      };
      expect(await now('before'), 'before the index follows').to.deep.equal([]);
      expect(await textsOf('before')).to.deep.equal([]);
      expect(await textsOf('after always')).to.deep.equal(['after and always']);
      await edit(edited, 'again');
      await edit(edited, 'before, once more');
      expect(await textsOf('before')).to.deep.equal(['before, once more']);
      expect(await textsOf('always')).to.deep.equal([]);
      expect(await textsOf('again')).to.deep.equal([]);
    });

    it('finds nothing of deleted threads, also while they go in parts', async () => {
      await addMessages(unitOfWork, thread, alice, 5);
      await addMessages(unitOfWork, other, alice, 2);
      expect((await search('message')).total).to.equal(7);
      await unitOfWork.run((all) => acts(all).removeThread(thread, 2));
      expect((await search('message')).total).to.equal(2);
      expect(await textsOf('message', { where: thread })).to.deep.equal([]);
      await unitOfWork.run(({ messages }) => messages.removeDeleted(100));
      expect((await search('message')).total).to.equal(2);
      await unitOfWork.run((all) => acts(all).removeThread(other));
      expect((await search('message')).total).to.equal(0);
      expect((await search('message', { reader: bob })).total).to.equal(0);
    });

    it('finds notices', async () => {
      const notice = newMessage(thread, alice, { text: 'Your order is on its way', senderId: undefined });
      await unitOfWork.run((all) => acts(all).add({ ...notice, service: 'shop' }));
      for (const reader of [alice, bob]) expect(await textsOf('order', { reader })).to.have.lengthOf(1);
    });

    it(`finds a message by its first ${mostWords} different words`, async () => {
      await say(Array.from({ length: mostWords + 1 }, (_, n) => `w${n}`).join(' '));
      expect((await search(`w${mostWords - 1}`)).total).to.equal(1);
      expect((await search(`w${mostWords}`)).total).to.equal(0);
    });

    it(`finds the latest ${mostFound} at most`, async () => {
      const sent = await addMessages(unitOfWork, thread, alice, mostFound + 20);
      const last = await search('message', { limit: 100, offset: mostFound - 1 });
      expect(last.total).to.equal(mostFound);
      expect(idsOf(last.items)).to.deep.equal([sent[20]?.id]);
      expect((await search('1020')).total).to.equal(1);
    }).timeout(20_000);

    it('sees all, whoever brings it up to date at the same time as others write', async () => {
      const kept = await addMessages(unitOfWork, thread, alice, 10);
      const goes = await addMessages(unitOfWork, other, carol, 10);
      await Promise.all([
        ...kept.map((message, index) => edit(message, `changed ${index}`)),
        ...goes.map((message) => unitOfWork.run((all) => acts(all).remove(message, at(9)))),
        ...kept.map((_, index) => say(`added ${index}`, index % 2 === 0 ? thread : other)),
        ...kept.map(() => unitOfWork.run(({ messageIndex }) => messageIndex.update(3))),
        ...kept.map(() => unitOfWork.run(({ messageIndex }) => messageIndex.forget(2))),
        ...kept.map((message, index) => edit(message, `twice ${index}`)),
      ]);
      const last = await unitOfWork.read(async ({ messages }) =>
        Promise.all(kept.map(async ({ id }) => (await messages.find(id))?.text)),
      );
      expect((await textsOf('changed')).length + (await textsOf('twice')).length).to.equal(10);
      for (const text of last) expect(await textsOf(text ?? '')).to.deep.equal([text]);
      expect(await textsOf('message')).to.deep.equal([]);
      expect((await search('added')).total).to.equal(10);
    }).timeout(20_000);
  });
}
