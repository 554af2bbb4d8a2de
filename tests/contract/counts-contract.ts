import { acts } from '../support/acts.js';
import { expect } from 'chai';
import { eraseAccount } from '../../src/application/privacy/erase-account.js';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { ParticipantPair } from '../../src/domain/conversation/participant-pair.js';
import { recipientOf, type Message } from '../../src/domain/conversation/message.js';
import type { User } from '../../src/domain/accounts/user.js';
import { addUsers, at, idsOf, newMessage } from '../support/fixtures.js';
import { seededRandom } from '../support/seeded-random.js';

export function describeCounts(current: () => UnitOfWork): void {
  describe('counts', () => {
    for (const seed of [1, 2, 3]) {
      it(`are exact after what happens by chance (seed ${seed})`, async () => {
        const unitOfWork = current();
        const users = await addUsers(unitOfWork, 'alice', 'bob', 'carol', 'dave');
        const random = seededRandom(seed);
        const below = (bound: number) => Math.floor(random() * bound);
        const oneOf = <Item>(items: readonly Item[]) => items[below(items.length)];
        let stored: Message[] = [];
        const threads = new Set<number>();

        for (let step = 0; step < 150; step += 1) {
          const attempt = {
            sender: below(4),
            other: 1 + below(3),
            kind: random(),
            message: oneOf(stored),
            fails: random() < 0.15,
          };
          const sender = users[attempt.sender] as User;
          const other = users[(attempt.sender + attempt.other) % 4] as User;
          const failure = new Error('Rolled back.');
          const work = unitOfWork.run(async (all) => {
            const { thread } = await acts(all).open(ParticipantPair.of(sender.id, other.id), at(0));
            threads.add(thread.id);
            let next = stored;
            if (attempt.kind < 0.6) {
              const added = await acts(all).add(newMessage(thread, sender, { created: at(step) }));
              next = [...stored, added];
            } else if (attempt.kind < 0.75 && attempt.message !== undefined) {
              const { id } = attempt.message;
              await acts(all).markRead(attempt.message);
              next = stored.map((one) => (one.id === id ? { ...one, isRead: true } : one));
            } else if (attempt.kind < 0.8 && attempt.message !== undefined) {
              const { id } = attempt.message;
              await acts(all).remove(attempt.message);
              next = stored.filter((one) => one.id !== id);
            } else if (attempt.kind < 0.84 && attempt.message !== undefined) {
              const { id } = attempt.message;
              const text = `Edited ${step}`;
              const edited = await acts(all).edit(attempt.message, text, at(step));
              next = stored.map((one) => (one.id === id ? { ...one, text, edited: edited.edited } : one));
            } else if (attempt.kind < 0.92) {
              const upTo = attempt.message?.id ?? 0;
              const isMarked = (one: Message) =>
                one.threadId === thread.id && one.senderId === other.id && one.id <= upTo && !one.isRead;
              const marked = await acts(all).markThreadRead(thread, sender.id, upTo);
              expect(marked).to.equal(stored.filter(isMarked).length);
              next = stored.map((one) => (isMarked(one) ? { ...one, isRead: true } : one));
            } else if (attempt.kind < 0.95) {
              await all.blocks.add({ blockerId: sender.id, blockedId: other.id, created: at(step) });
            } else if (attempt.kind < 0.97) {
              const after = attempt.message?.id ?? 0;
              const isSent = ({ threadId, senderId, id }: Message) =>
                threadId === thread.id && senderId === sender.id && id > after;
              const { removed } = await acts(all).removeSent(thread, sender.id, after, 1000);
              expect(removed).to.equal(stored.filter(isSent).length);
              next = stored.filter((one) => !isSent(one));
            } else {
              await acts(all).removeThread(thread);
              next = stored.filter(({ threadId }) => threadId !== thread.id);
            }
            if (attempt.fails) throw failure;
            return next;
          });
          stored = await work.catch((error: unknown) => {
            if (error !== failure) throw error;
            return stored;
          });
        }

        expect(stored, 'enough to count').to.have.length.greaterThan(15);
        expect(new Set(stored.map(({ isRead }) => isRead)).size, 'read and unread').to.equal(2);
        const gone = users[seed % 4] as User;
        await unitOfWork.run((all) => eraseAccount(all, gone, at(1000), 'remove'));
        stored = stored.filter(({ senderId }) => senderId !== gone.id);
        await unitOfWork.read(async (all) => {
          for (const { id } of users) {
            const unread = stored.filter((one) => !one.isRead && recipientOf(one) === id);
            expect(await all.users.unreadCount(id)).to.equal(unread.length);
            const page = await all.threads.pageOf(id, { limit: 100, offset: 0 });
            expect(page?.total).to.equal(page?.items.length);
          }
          for (const id of threads) {
            const own = stored.filter(({ threadId }) => threadId === id);
            const page = await all.messages.pageOf(id, { order: 'oldest-first', limit: 100, offset: 0 });
            const summary = await all.threads.summary(id);
            expect(page?.items ?? [], `messages ${idsOf(own).join()}`).to.deep.equal(own);
            if (summary === undefined) continue;
            expect(page?.total).to.equal(own.length);
            expect(summary.thread.messageCount).to.equal(own.length);
            expect(summary.lastMessage).to.deep.equal(own.at(-1));
            for (const reader of [summary.thread.participants.low, summary.thread.participants.high]) {
              const unread = own.filter((one) => !one.isRead && recipientOf(one) === reader);
              expect(summary.thread.unreadOf(reader)).to.equal(unread.length);
            }
          }
        });
      });
    }
  });
}
