import { expect } from 'chai';
import { idsOf, suite, tally, times, type Answer, type Body, type User } from '../support/client.js';
import { storeUrl, stores } from '../support/service.js';

for (const store of stores) {
  suite(
    `at once, on ${store}`,
    (api) => {
      let people: Record<'fay' | 'gus' | 'hal' | 'boss', User>;
      const messagesOf = (user: User, thread: number) =>
        api.all(user.call, `/threads/${thread}/messages?limit=100`);

      /** One thread a pair at most, and what lists and counts say is what counting by hand gives. */
      const checkWhole = async () => {
        for (const user of Object.values(people)) {
          const threads = await api.all(user.call, '/threads?limit=100');
          const pairs = threads.map(({ participants }) =>
            idsOf(participants)
              .toSorted((a, b) => a - b)
              .join(),
          );
          expect(new Set(pairs).size, `threads of ${user.username}`).to.equal(threads.length);
          let sum = 0;
          for (const thread of threads) {
            const messages = await messagesOf(user, thread.id);
            const unread = messages.filter(({ sender, is_read }) => sender !== user.id && !is_read).length;
            expect(thread.unread_count, `unread by ${user.username}`).to.equal(unread);
            expect(thread.last_message).to.deep.equal(messages.at(-1) ?? null);
            expect(new Set(idsOf(messages)).size).to.equal(messages.length);
            expect(messages.every((message) => message.thread === thread.id)).to.equal(true);
            sum += unread;
          }
          const { body } = await user.call('GET', '/users/me/unread-count');
          expect(body.count, `unread by ${user.username}`).to.equal(sum);
        }
      };

      before(async () => {
        people = await api.people('fay', 'gus', 'hal', 'boss');
        await api.promote(people.boss, people.fay);
      });

      afterEach(checkWhole);

      for (let round = 1; round <= 3; round += 1) {
        it(`sixty open one thread (${round})`, async () => {
          const { fay, gus, boss } = people;
          const old = await api.open(fay, gus);
          await fay.call('DELETE', `/threads/${old.id}`);
          const both = [fay.id, gus.id];
          const namings: [User, number[]][] = [
            [fay, [gus.id]],
            [gus, [fay.id]],
            [boss, both],
            [fay, both],
            [gus, both.toReversed()],
            [boss, both.toReversed()],
          ];
          const answers = await times(60, (index) => {
            const [user, participants] = namings[index % namings.length] as [User, number[]];
            return user.call('POST', '/threads', { participants });
          });
          expect(tally(answers)).to.deep.equal({ 200: 59, 201: 1 });
          const ids = new Set(answers.map(({ body }) => body.id));
          expect(ids.size).to.equal(1);
          expect(ids.has(old.id)).to.equal(false);
          for (const user of [fay, gus]) {
            expect((await user.call('GET', '/threads')).body.results.map(({ id }) => id)).to.include(
              [...ids][0],
            );
          }
        });
      }

      it('opening, sending, reading and deleting leave a whole', async () => {
        const { fay, gus, boss } = people;
        const opened: Body[] = [];
        const deleted = new Set<number>();
        const sent: Body[] = [];
        const note = (name: string, allowed: number[], answer: Answer) => {
          expect(answer.status, `${name}: ${JSON.stringify(answer.body)}`).to.be.oneOf(allowed);
          return answer;
        };
        const worker = async (index: number) => {
          const user = index % 2 === 0 ? fay : gus;
          const other = user === fay ? gus : fay;
          for (let turn = 0; turn < 8; turn += 1) {
            const got = note(
              'open',
              [200, 201],
              await user.call('POST', '/threads', { participants: [other.id] }),
            );
            if (got.status === 201) opened.push(got.body);
            const { id } = got.body;
            const text = `${index}.${turn}`;
            const [message, , , gone] = await Promise.all([
              user
                .call('POST', `/threads/${id}/messages`, { text })
                .then((answer) => note('send', [201, 404], answer)),
              other.call('POST', `/threads/${id}/read`).then((answer) => note('read', [200, 404], answer)),
              user.call('GET', `/threads/${id}/messages`).then((answer) => note('list', [200, 404], answer)),
              (turn + index) % 4 === 0
                ? (index % 3 === 0 ? boss : user)
                    .call('DELETE', `/threads/${id}`)
                    .then((answer) => note('delete', [204, 404], answer))
                : undefined,
              other.call('GET', '/threads').then((answer) => note('threads', [200], answer)),
            ]);
            if (message.status === 201) {
              sent.push(message.body);
              const read = await other.call('PATCH', `/messages/${message.body.id}`, { is_read: true });
              note('mark', [200, 404], read);
            }
            if (gone?.status === 204) {
              expect(deleted.has(id), 'deleted once').to.equal(false);
              deleted.add(id);
            }
          }
        };
        await times(12, worker);

        expect(new Set(idsOf(opened)).size, 'ids are never used again').to.equal(opened.length);
        expect(new Set(idsOf(sent)).size).to.equal(sent.length);
        const left = (await fay.call('GET', '/threads?limit=100')).body.results.filter(({ participants }) =>
          idsOf(participants).includes(gus.id),
        );
        expect(left.length).to.be.at.most(1);
        const stored = left[0] === undefined ? [] : await messagesOf(gus, left[0].id);
        const expected = sent.filter(({ thread }) => thread === left[0]?.id);
        expect(idsOf(stored)).to.have.members(idsOf(expected));
        for (const message of sent.filter(({ thread }) => deleted.has(thread))) {
          expect((await boss.call('GET', `/messages/${message.id}`)).status, 'no orphans').to.equal(404);
        }
        for (const id of deleted) expect((await boss.call('GET', `/threads/${id}`)).status).to.equal(404);
      });

      it('messages to a thread that is being deleted are gone or were refused', async () => {
        const { gus, hal } = people;
        for (let round = 0; round < 4; round += 1) {
          const { id } = await api.open(gus, hal);
          const [removal, ...sends] = await Promise.all([
            gus.call('DELETE', `/threads/${id}`),
            ...Array.from({ length: 15 }, (_, index) =>
              (index % 2 ? gus : hal).call('POST', `/threads/${id}/messages`, { text: `${index}` }),
            ),
          ]);
          expect(removal.status).to.equal(204);
          for (const { status, body } of sends) {
            expect(status).to.be.oneOf([201, 404]);
            if (status === 201) expect((await hal.call('GET', `/messages/${body.id}`)).status).to.equal(404);
          }
          expect((await hal.call('GET', `/threads/${id}`)).status).to.equal(404);
        }
      });

      it('of twenty deletions one deletes', async () => {
        const { fay, hal } = people;
        const { id } = await api.open(fay, hal);
        const answers = await times(20, (index) => (index % 2 ? fay : hal).call('DELETE', `/threads/${id}`));
        expect(tally(answers)).to.deep.equal({ 204: 1, 404: 19 });
      });

      it('sends and marks keep the counts right', async () => {
        const { fay, hal } = people;
        const { id } = await api.open(fay, hal);
        await times(40, async (index) => {
          const [user, other] = index % 2 === 0 ? [fay, hal] : [hal, fay];
          const { id: message } = await api.send(user, id, `${index}`);
          if (index % 3 === 0) await other.call('PATCH', `/messages/${message}`, { is_read: true });
          if (index % 5 === 0) await other.call('POST', `/threads/${id}/read`, { up_to: message });
        });
        expect((await messagesOf(fay, id)).length).to.equal(40);
      });
    },
    () => ({ DATABASE_URL: storeUrl(store) }),
  );
}
