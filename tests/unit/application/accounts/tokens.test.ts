import { expect } from 'chai';
import { ObtainTokens } from '../../../../src/application/accounts/obtain-tokens.js';
import { RefreshTokens } from '../../../../src/application/accounts/refresh-tokens.js';
import { RegisterUser } from '../../../../src/application/accounts/register-user.js';
import { RevokeTokens } from '../../../../src/application/accounts/revoke-tokens.js';
import type { User } from '../../../../src/domain/accounts/user.js';
import { CountingIds, PlainHasher, PlainTokens } from '../../../support/fakes.js';
import { expectRefusal } from '../../../support/rejection-of.js';
import { deactivate, newWorld, type World } from '../../../support/world.js';

describe('Tokens', () => {
  let world: World;
  let dave: User;
  let hasher: PlainHasher;
  let ids: CountingIds;
  const tokens = new PlainTokens();

  beforeEach(async () => {
    world = await newWorld();
    hasher = new PlainHasher();
    ids = new CountingIds();
    const registerUser = new RegisterUser(world.unitOfWork, hasher, world.clock, 'open');
    dave = await registerUser.execute({ username: 'Dave', password: 'password' });
  });

  const obtain = (username = 'Dave', password = 'password') =>
    new ObtainTokens(world.unitOfWork, hasher, tokens, ids, world.clock).execute({ username, password });
  const refresh = (token: string) =>
    new RefreshTokens(world.unitOfWork, tokens, ids, world.clock).execute({ refresh: token });
  const revoke = (token: string) => new RevokeTokens(world.unitOfWork, tokens).execute({ refresh: token });

  describe('ObtainTokens', () => {
    it('gives tokens of a new family for the right password', async () => {
      const first = await obtain();
      const second = await obtain('DAVE');
      expect(first.access).to.equal(`access ${dave.id}`);
      const families = [first, second].map((pair) => tokens.verifyRefresh(pair.refresh));
      expect(families.map(({ userId }) => userId)).to.deep.equal([dave.id, dave.id]);
      expect(new Set(families.flatMap(({ familyId, jti }) => [familyId, jti])).size).to.equal(4);
    });

    it('refuses a wrong password, an unknown and a deactivated user with the same words', async () => {
      const refusals = [obtain('Dave', 'Password'), obtain('erin')];
      await Promise.allSettled(refusals);
      await deactivate(world, dave);
      refusals.push(obtain());
      const outcomes = await Promise.allSettled(refusals);
      for (const outcome of outcomes) {
        expect(outcome).to.have.nested.property('reason.code', 'invalid_credentials');
      }
      const words = outcomes.map((one) => (one.status === 'rejected' ? String(one.reason) : undefined));
      expect(new Set(words).size).to.equal(1);
    });

    it('does the work of a verification for an unknown user too', async () => {
      await expectRefusal(obtain('erin'), 'invalid_credentials');
      expect(hasher.verified).to.deep.equal([undefined]);
      await deactivate(world, dave);
      await expectRefusal(obtain(), 'invalid_credentials');
      expect(hasher.verified).to.deep.equal([undefined, undefined]);
    });
  });

  describe('ObtainTokens with an old hash', () => {
    const stored = async () =>
      (await world.unitOfWork.read(({ users }) => users.find(dave.id)))?.passwordHash;

    beforeEach(() =>
      world.unitOfWork.run(({ users }) => users.update({ ...dave, passwordHash: 'old password' })),
    );

    it('stores a new one, once the password was right', async () => {
      await expectRefusal(obtain('Dave', 'wrong'), 'invalid_credentials');
      expect(await stored()).to.equal('old password');
      await obtain();
      expect(await stored()).to.equal('plain password');
      await obtain();
    });

    it('lets everybody in who comes at the same time', async () => {
      await Promise.all([obtain(), obtain(), obtain()]);
      expect(await stored()).to.equal('plain password');
    });

    it('does not bring an old password back that is changed meanwhile, nor let it in', async () => {
      const hash = hasher.hash.bind(hasher);
      hasher.hash = async (password) => {
        await world.unitOfWork.run(({ users }) => users.update({ ...dave, passwordHash: 'plain changed' }));
        return hash(password);
      };
      await expectRefusal(obtain(), 'invalid_credentials');
      expect(await stored()).to.equal('plain changed');
    });

    it('does not let in who is deactivated meanwhile', async () => {
      const verify = hasher.verify.bind(hasher);
      hasher.verify = async (...given) => {
        const matches = await verify(...given);
        await deactivate(world, dave);
        return matches;
      };
      await expectRefusal(obtain(), 'invalid_credentials');
    });
  });

  describe('RefreshTokens', () => {
    it('gives a new pair of the same family, again and again', async () => {
      const first = await obtain();
      const second = await refresh(first.refresh);
      const third = await refresh(second.refresh);
      const claims = [first, second, third].map((pair) => tokens.verifyRefresh(pair.refresh));
      expect(new Set(claims.map(({ familyId }) => familyId)).size).to.equal(1);
      expect(new Set(claims.map(({ jti }) => jti)).size).to.equal(3);
      expect(third.access).to.equal(`access ${dave.id}`);
    });

    it('ends the family when a spent token comes again, and no other family', async () => {
      const other = await obtain();
      const first = await obtain();
      const second = await refresh(first.refresh);
      await expectRefusal(refresh(first.refresh), 'token_revoked');
      await expectRefusal(refresh(second.refresh), 'token_revoked');
      expect((await refresh(other.refresh)).access).to.equal(`access ${dave.id}`);
    });

    it('lets one of twenty spend a token, which ends the family', async () => {
      const { refresh: token } = await obtain();
      const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => refresh(token)));
      const [winner, ...others] = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(others).to.deep.equal([]);
      expect(winner).not.to.equal(undefined);
      await expectRefusal(refresh(winner?.refresh ?? ''), 'token_revoked');
    });

    it('ends the family of a deactivated user, for good', async () => {
      const { refresh: token } = await obtain();
      await deactivate(world, dave);
      await expectRefusal(refresh(token), 'token_revoked');
      await world.unitOfWork.run(({ users }) => users.update(dave));
      await expectRefusal(refresh(token), 'token_revoked');
    });

    it('refuses what is no refresh token', async () => {
      await expectRefusal(refresh('nonsense'), 'token_invalid');
    });
  });

  describe('RevokeTokens', () => {
    it('ends the family, also by a spent token, and may be repeated', async () => {
      const first = await obtain();
      const second = await refresh(first.refresh);
      await revoke(first.refresh);
      await revoke(second.refresh);
      await expectRefusal(refresh(second.refresh), 'token_revoked');
    });

    it('leaves the other families', async () => {
      const first = await obtain();
      const second = await obtain();
      await revoke(first.refresh);
      expect((await refresh(second.refresh)).access).to.equal(`access ${dave.id}`);
    });

    it('refuses what is no refresh token', async () => {
      await expectRefusal(revoke('nonsense'), 'token_invalid');
    });
  });
});
