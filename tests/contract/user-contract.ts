import { acts } from '../support/acts.js';
import { expect } from 'chai';
import type { UnitOfWork } from '../../src/application/ports/unit-of-work.js';
import { DomainError } from '../../src/domain/errors.js';
import type { User } from '../../src/domain/accounts/user.js';
import { removeThread } from '../../src/domain/conversation/conversation.js';
import { addMessages, addUsers, at, idsOf, newUser, openThread } from '../support/fixtures.js';
import { expectRefusal, rejectionOf } from '../support/rejection-of.js';

export function describeUsers(current: () => UnitOfWork): void {
  describe('users', () => {
    let unitOfWork: UnitOfWork;

    beforeEach(() => {
      unitOfWork = current();
    });

    const find = (id: number) => unitOfWork.read(({ users }) => users.find(id));
    const findByUsername = (name: string) => unitOfWork.read(({ users }) => users.findByUsername(name));
    const search = (prefix: string, limit = 100, offset = 0) =>
      unitOfWork.read(({ users }) => users.search(prefix, { limit, offset }));
    const namesFor = async (prefix: string) => (await search(prefix)).items.map(({ username }) => username);

    it('keeps every field', async () => {
      const written = [
        newUser('Alice', { created: at(1) }),
        newUser('root', {
          role: 'admin',
          active: false,
          passwordHash: `$'"\\%_ ü 😀`,
          created: at(123_456_789),
        }),
        newUser('\u{10400}'.repeat(150), { created: new Date(999) }),
        newUser('known', {
          name: `ü "'\\ 😀`,
          avatarUrl: 'https://host.example/known.png',
          externalId: `a|b "ü😀'`,
          claims: { name: 'Known', avatarUrl: undefined, since: at(7) },
        }),
      ];
      for (const user of written) {
        const { id, ...added } = await unitOfWork.run(({ users }) => users.add(user));
        expect(added).to.deep.equal(user);
        expect(await find(id)).to.deep.equal({ id, ...user });
        expect(await findByUsername(user.username)).to.deep.equal({ id, ...user });
      }
    });

    it('gives positive ids in rising order', async () => {
      const ids = idsOf(await addUsers(unitOfWork, 'zoe', 'mia', 'ann'));
      expect(ids[0]).to.be.a('number').that.is.at.least(1);
      expect(ids).to.deep.equal([...new Set(ids)].sort((one, other) => one - other));
    });

    it('has undefined for a user who is not there', async () => {
      const [alice] = await addUsers(unitOfWork, 'alice');
      for (const id of [alice.id + 1, Number.MAX_SAFE_INTEGER]) {
        expect(await find(id)).to.equal(undefined);
        expect(await unitOfWork.read(({ users }) => users.unreadCount(id))).to.equal(undefined);
      }
      expect(await findByUsername('bob')).to.equal(undefined);
      expect(await findByUsername('')).to.equal(undefined);
    });

    it('has nothing unread for a new user', async () => {
      const [alice] = await addUsers(unitOfWork, 'alice');
      expect(await unitOfWork.read(({ users }) => users.unreadCount(alice.id))).to.equal(0);
    });

    it('has the roles of active users alone, however many are asked for', async () => {
      const names = Array.from({ length: 120 }, (_, index) => `user${index + 1}`);
      const ids = idsOf(await addUsers(unitOfWork, ...names));
      const [first = 0, second = 0] = ids;
      await unitOfWork.run(async ({ users }) => {
        await users.update({ ...newUser('user1', { role: 'admin' }), id: first });
        await users.update({ ...newUser('user2', { active: false }), id: second });
      });
      const rolesOf = async (some: readonly number[]) => [
        ...(await unitOfWork.read(({ users }) => users.rolesOf(some))),
      ];
      expect(await rolesOf([])).to.deep.equal([]);
      expect(await rolesOf([first])).to.deep.equal([[first, 'admin']]);
      expect(await rolesOf([second, 999_999])).to.deep.equal([]);
      const expected = [[first, 'admin'], ...ids.slice(2).map((id) => [id, 'user'])];
      expect(await rolesOf([...ids, 999_999])).to.have.deep.members(expected);
    });

    it('finds a username whatever its case', async () => {
      const added = await addUsers(unitOfWork, 'aLiCe', 'Straße', 'Σίσυφος', '\u{10400}x');
      const spellings = ['ALIce', 'STRASSE', 'ΣΊΣΥΦΟΣ', '\u{10428}X'];
      const found = await Promise.all(spellings.map(findByUsername));
      expect(found).to.deep.equal([...added]);
    });

    it('refuses a username that is taken, whatever its case', async () => {
      const [alice] = await addUsers(unitOfWork, 'Alice');
      for (const username of ['Alice', 'alice', 'ALICE']) {
        await expectRefusal(
          unitOfWork.run(({ users }) => users.add(newUser(username))),
          'username_taken',
        );
      }
      expect(await search('')).to.deep.equal({ total: 1, items: [alice] });
    });

    it('lets one of twenty have a username', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          unitOfWork.run(({ users }) => users.add(newUser(index % 2 === 0 ? 'alice' : 'ALICE'))),
        ),
      );
      const errors = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      expect(errors).to.have.length(19);
      for (const error of errors) {
        expect(error).to.be.instanceOf(DomainError).with.property('code', 'username_taken');
      }
      expect((await search('')).total).to.equal(1);
    });

    describe('the external id', () => {
      const externalId = `a|b "ü😀'`;
      const found = (id: string) => unitOfWork.read(({ users }) => users.findByExternalId(id));

      it('finds its user by the letter, as the user is now', async () => {
        const [bob] = await addUsers(unitOfWork, 'bob');
        const alice = await unitOfWork.run(({ users }) => users.add(newUser('alice', { externalId })));
        expect(await found(externalId)).to.deep.equal(alice);
        for (const other of [externalId.toUpperCase(), `${externalId} `, '', String(alice.id)]) {
          expect(await found(other), other).to.equal(undefined);
        }
        await unitOfWork.run(({ users }) => users.update({ ...alice, externalId: undefined }));
        expect(await found(externalId)).to.equal(undefined);
        await unitOfWork.run(({ users }) => users.update({ ...bob, externalId }));
        expect((await found(externalId))?.id).to.equal(bob.id);
        await unitOfWork.run(({ users }) => users.remove(bob.id));
        expect(await found(externalId)).to.equal(undefined);
      });

      it('is one user’s, by every way in', async () => {
        const [bob] = await addUsers(unitOfWork, 'bob');
        const alice = await unitOfWork.run(({ users }) => users.add(newUser('alice', { externalId })));
        await rejectionOf(unitOfWork.run(({ users }) => users.add(newUser('eve', { externalId }))));
        await rejectionOf(unitOfWork.run(({ users }) => users.update({ ...bob, externalId })));
        await rejectionOf(
          unitOfWork.run(({ users }) => users.restoreAll([{ ...newUser('eve', { externalId }), id: 99 }])),
        );
        expect(await found(externalId)).to.deep.equal(alice);
        expect((await search('')).total).to.equal(2);
      });
    });

    describe('update', () => {
      it('stores everything but the time when the user came', async () => {
        const [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
        const profile = { name: 'Alice A.', avatarUrl: 'https://host.example/a', externalId: '1' };
        const claims = { name: undefined, avatarUrl: undefined, since: at(3) };
        const change = { ...profile, claims, role: 'admin', active: false, passwordHash: 'another' } as const;
        await unitOfWork.run(({ users }) => users.update({ ...alice, ...change, created: at(9) }));
        expect(await find(alice.id)).to.deep.equal({ ...alice, ...change });
        expect(await findByUsername('alice')).to.deep.equal({ ...alice, ...change });
        await unitOfWork.run(({ users }) => users.update({ ...alice, username: 'Carol' }));
        expect(await find(alice.id)).to.deep.equal({ ...alice, username: 'Carol' });
        expect(await findByUsername('carol')).to.deep.equal({ ...alice, username: 'Carol' });
        expect(await findByUsername('alice')).to.equal(undefined);
        expect(await find(bob.id)).to.deep.equal(bob);
        await addUsers(unitOfWork, 'alice');
      });

      it('refuses a name that somebody else has, whatever its case', async () => {
        const [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
        await expectRefusal(
          unitOfWork.run(({ users }) => users.update({ ...alice, username: 'BOB' })),
          'username_taken',
        );
        expect(await findByUsername('bob')).to.deep.equal(bob);
        expect(await findByUsername('alice')).to.deep.equal(alice);
      });

      it('tells who are active admins, by rising id', async () => {
        const [alice, bob, carol] = await addUsers(unitOfWork, 'alice', 'bob', 'carol');
        const admins = () => unitOfWork.run(({ users }) => users.holdAdmins());
        expect(await admins()).to.deep.equal([]);
        await unitOfWork.run(({ users }) => users.update({ ...carol, role: 'admin' }));
        await unitOfWork.run(({ users }) => users.update({ ...alice, role: 'admin' }));
        await unitOfWork.run(({ users }) => users.update({ ...bob, role: 'admin', active: false }));
        expect(await admins()).to.deep.equal([alice.id, carol.id]);
      });

      it('refuses a user who is not there', async () => {
        const [alice] = await addUsers(unitOfWork, 'alice');
        await expectRefusal(
          unitOfWork.run(({ users }) => users.update({ ...alice, id: alice.id + 1 })),
          'user_not_found',
        );
        expect((await search('')).total).to.equal(1);
      });
    });

    describe('search', () => {
      it('finds by the beginning of the username, whatever its case', async () => {
        await addUsers(unitOfWork, 'Ann', 'anna', 'ANNE', 'joanna', 'Straße', 'an');
        expect(await namesFor('aNN')).to.deep.equal(['Ann', 'anna', 'ANNE']);
        expect(await namesFor('STRASS')).to.deep.equal(['Straße']);
        expect(await namesFor('anne')).to.deep.equal(['ANNE']);
        expect(await namesFor('annex')).to.deep.equal([]);
      });

      it('finds by the beginning of each word of username and name, as they are now', async () => {
        const ann = await unitOfWork.run(({ users }) =>
          users.add(newUser('ann.lee', { name: 'Zoë van Dyck' })),
        );
        await addUsers(unitOfWork, 'dyck', 'x_zoë2');
        for (const text of ['ann', 'LEE', 'zoë', 'van', 'dy', 'zoë van', 'Van DYCK']) {
          expect(await namesFor(text), text).to.include('ann.lee');
        }
        for (const text of ['nn', 'ee', 'yck', 'zoë dyck', 'ann lee', '.lee']) {
          expect(await namesFor(text), text).not.to.include('ann.lee');
        }
        expect(await namesFor('dyck')).to.deep.equal(['ann.lee', 'dyck']);
        expect(await namesFor('zoë')).to.deep.equal(['ann.lee', 'x_zoë2']);
        expect(await search('zoë', 1, 1)).to.have.property('total', 2);

        await unitOfWork.run(({ users }) => users.update({ ...ann, username: 'ann', name: 'van van van' }));
        expect(await namesFor('dyck')).to.deep.equal(['dyck']);
        expect(await search('van')).to.have.property('total', 1);
        await unitOfWork.run(({ users }) => users.update({ ...ann, username: 'ann', name: undefined }));
        expect(await namesFor('van')).to.deep.equal([]);
        expect(await namesFor('ann')).to.deep.equal(['ann']);
      });

      it('finds by the longest names there are', async () => {
        const name = '\uFDFA'.repeat(100); // one letter that is folded to eighteen
        await unitOfWork.run(({ users }) => users.add(newUser('long', { name })));
        for (const text of ['\uFDFA', name]) expect(await namesFor(text)).to.deep.equal(['long']);
      });

      it('takes the prefix literally', async () => {
        await addUsers(unitOfWork, 'a_b', 'axb', 'a.b', 'a+b', 'ab');
        expect(await namesFor('a_')).to.deep.equal(['a_b']);
        expect(await namesFor('a.')).to.deep.equal(['a.b']);
        expect(await namesFor('a+')).to.deep.equal(['a+b']);
        for (const prefix of ['%', '_', 'a%', '*', 'a*', 'a?', '[a]', '\\', `'`, '^', ' ', 'ab ']) {
          expect(await namesFor(prefix), prefix).to.deep.equal([]);
        }
      });

      it('finds nobody by what no username can be', async () => {
        await addUsers(unitOfWork, 'alice', '\u{10428}');
        for (const text of ['\0', 'alice\0', '\0alice', '\ud800', 'alice\udfff', 'a'.repeat(100_000)]) {
          expect(await search(text), JSON.stringify(text.slice(0, 9))).to.deep.equal({ total: 0, items: [] });
          expect(await findByUsername(text)).to.equal(undefined);
        }
      });

      it('orders by the code points of the username, whatever its case', async () => {
        // U+FA0E is a letter that UTF-16 sorts after those above U+FFFF, and UTF-8 before.
        const ordered = [
          '+',
          '-',
          '.',
          '0',
          '10',
          '9',
          '@',
          '_',
          'a',
          'B',
          'Ba',
          'c',
          'z',
          'Ä',
          '\uFA0E',
          '\u{10428}',
        ];
        await addUsers(unitOfWork, ...ordered.toReversed());
        expect(await namesFor('')).to.deep.equal(ordered);
      });

      it('gives pages and the total', async () => {
        const [, bob, carol, dave] = await addUsers(unitOfWork, 'alice', 'bob', 'carol', 'dave');
        expect(await search('', 2, 1)).to.deep.equal({ total: 4, items: [bob, carol] });
        expect(await search('', 2, 3)).to.deep.equal({ total: 4, items: [dave] });
        expect(await search('', 2, 4)).to.deep.equal({ total: 4, items: [] });
        expect(await search('', 2, Number.MAX_SAFE_INTEGER)).to.deep.equal({ total: 4, items: [] });
        expect(await search('c', 1, 0)).to.deep.equal({ total: 1, items: [carol] });
      });

      it('leaves out who is not active', async () => {
        const [ann, anna, annie] = await addUsers(unitOfWork, 'ann', 'anna', 'annie');
        await unitOfWork.run(({ users }) => users.update({ ...anna, active: false }));
        expect(await search('ann')).to.deep.equal({ total: 2, items: [ann, annie] });
        await unitOfWork.run(({ users }) => users.update(anna));
        expect(await search('ann')).to.deep.equal({ total: 3, items: [ann, anna, annie] });
      });
    });

    describe('remove', () => {
      const remove = (id: number) => unitOfWork.run(({ users }) => users.remove(id));

      it('removes the user with their logins, and frees the username', async () => {
        const [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
        await unitOfWork.run(async ({ tokenFamilies, sessions }) => {
          for (const { id: userId, username: id } of [alice, bob]) {
            await tokenFamilies.add({ id, userId, current: 'first', expires: at(1) });
            await sessions.save({ id, userId, data: '{}', expires: at(1) });
          }
        });
        await remove(alice.id);
        expect(await find(alice.id)).to.equal(undefined);
        expect(await findByUsername('alice')).to.equal(undefined);
        expect(await find(bob.id)).to.deep.equal(bob);
        await unitOfWork.run(async (all) => {
          const { sessions } = all;
          expect(await acts(all).spend('alice', 'first', 'second', at(1))).to.equal(false);
          expect(await acts(all).spend('bob', 'first', 'second', at(1))).to.equal(true);
          expect(await sessions.find('alice')).to.equal(undefined);
          expect((await sessions.find('bob'))?.userId).to.equal(bob.id);
        });
        const [again] = await addUsers(unitOfWork, 'ALICE');
        expect(again.id).to.be.greaterThan(bob.id);
      });

      it('refuses a user who is not there, or who has threads', async () => {
        const [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
        await expectRefusal(remove(bob.id + 1), 'user_not_found');
        await openThread(unitOfWork, alice, bob);
        for (const { id } of [alice, bob]) {
          await rejectionOf(remove(id));
          expect((await find(id))?.id).to.equal(id);
        }
      });
    });

    it('remembers whose removal was begun, until they are gone', async () => {
      const [alice, bob] = await addUsers(unitOfWork, 'alice', 'bob');
      const beingRemoved = () => unitOfWork.run(({ users }) => users.beingRemoved());
      const begin = () => unitOfWork.run(({ users }) => users.beginRemoval(alice.id));
      expect(await beingRemoved()).to.equal(undefined);
      expect(await begin()).to.deep.equal({ threads: 0, messages: 0 });
      const thread = await openThread(unitOfWork, alice, bob);
      await addMessages(unitOfWork, thread, bob, 3);
      expect(await begin(), 'begun twice').to.deep.equal({ threads: 1, messages: 3 });
      expect(await beingRemoved()).to.equal(alice.id);
      await unitOfWork.run(async ({ conversations }) => {
        const { standing } = await conversations.hold({ thread: thread.id });
        if (standing !== undefined) await conversations.apply(removeThread(standing.thread));
      });
      await unitOfWork.run(({ users }) => users.remove(alice.id));
      expect(await beingRemoved()).to.equal(undefined);
    });

    describe('restoreAll', () => {
      const alice: User = { id: 70, ...newUser('Alice', { role: 'admin', active: false, created: at(7) }) };

      it('keeps the id and every field', async () => {
        await unitOfWork.run(({ users }) => users.restoreAll([alice]));
        expect(await find(70)).to.deep.equal(alice);
        expect(await findByUsername('ALICE')).to.deep.equal(alice);
        expect(await unitOfWork.read(({ users }) => users.unreadCount(70))).to.equal(0);
      });

      it('gives new users ids after all restored ones', async () => {
        const added = await unitOfWork.run(async ({ users }) => {
          await users.restoreAll([alice]);
          await users.restoreAll([{ ...alice, id: 3, username: 'bob' }]);
          return users.add(newUser('carol'));
        });
        expect(added.id).to.be.greaterThan(70);
      });

      it('tells who has a username, whatever the case, or an external id', async () => {
        await unitOfWork.run(async ({ users }) => {
          await users.restoreAll([
            { ...alice, externalId: 'x-1' },
            { ...alice, id: 3, username: 'bob' },
          ]);
          expect(
            await users.findHolders([
              { username: 'carol', externalId: 'x-1' },
              { username: 'ALICE', externalId: undefined },
              { username: 'Bob', externalId: 'x-2' },
              { username: 'carol\0', externalId: undefined },
            ]),
          ).to.deep.equal([
            { username: undefined, externalId: 70 },
            { username: 70, externalId: undefined },
            { username: 3, externalId: undefined },
            { username: undefined, externalId: undefined },
          ]);
        });
      });

      it('refuses an id or a username that is taken', async () => {
        await unitOfWork.run(({ users }) => users.restoreAll([alice]));
        for (const other of [
          { ...alice, id: 71, username: 'ALICE' },
          { ...alice, username: 'bob' },
        ]) {
          const carol = { ...alice, id: 80, username: 'carol' };
          await rejectionOf(unitOfWork.run(({ users }) => users.restoreAll([carol, other])));
        }
        expect(await find(70)).to.deep.equal(alice);
        expect(await find(71)).to.equal(undefined);
        for (const name of ['bob', 'carol']) expect(await findByUsername(name)).to.equal(undefined);
      });
    });

    it('is empty until the first user is there', async () => {
      const isEmpty = () => unitOfWork.run(({ users }) => users.isEmpty());
      expect(await isEmpty()).to.equal(true);
      await rejectionOf(
        unitOfWork.run(async ({ users }) => {
          await users.add(newUser('alice'));
          expect(await users.isEmpty()).to.equal(false);
          throw new Error('no');
        }),
      );
      expect(await isEmpty()).to.equal(true);
      await unitOfWork.run(({ users }) => users.add(newUser('alice', { active: false })));
      expect(await isEmpty()).to.equal(false);
    });
  });
}
