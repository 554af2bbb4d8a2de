import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import type { Readers, UnitOfWork } from '../../../src/application/ports/unit-of-work.js';
import type { DomainError } from '../../../src/domain/errors.js';
import type { Caller } from '../../../src/domain/accounts/user.js';
import { AdmitTicket } from '../../../src/application/live/admit-ticket.js';
import { BearerAuthenticator } from '../../../src/infrastructure/auth/bearer-authenticator.js';
import { KeyRing } from '../../../src/infrastructure/auth/key-ring.js';
import { JwtTicketIssuer } from '../../../src/infrastructure/auth/jwt-ticket-issuer.js';
import { JwtTokenIssuer } from '../../../src/infrastructure/auth/jwt-token-issuer.js';
import { signingKeys } from '../../../src/infrastructure/auth/jwt.js';
import { RecentIds } from '../../../src/infrastructure/auth/recent-ids.js';
import { RecentRoles } from '../../../src/infrastructure/auth/recent-roles.js';
import { InMemoryUnitOfWork } from '../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { CountingIds, FixedClock } from '../../support/fakes.js';
import { addUsers } from '../../support/fixtures.js';
import { rejectionOf } from '../../support/rejection-of.js';

describe('BearerAuthenticator', () => {
  const store = new InMemoryUnitOfWork();
  const clock = new FixedClock();
  const keys = signingKeys('a secret of at least 32 characters');
  const issuer = new JwtTokenIssuer(keys, { access: 60_000, refresh: 60_000 }, clock, new CountingIds());
  let reads = 0;
  const counting: UnitOfWork = {
    run: (work) => store.run(work),
    decide: (question, decide) => store.decide(question, decide),
    read: <Result>(work: (readers: Readers) => Promise<Result>) => {
      reads += 1;
      return store.read(work);
    },
  };
  const roles = new RecentRoles(counting, clock);
  const ring = new KeyRing(counting, clock, () => undefined);
  const admitTicket = new AdmitTicket(counting, new JwtTicketIssuer(keys, clock, new CountingIds()));
  const ids = new RecentIds(counting, clock);
  const authenticator = new BearerAuthenticator(keys, roles, clock, ring, ids, admitTicket);

  const call = (token: string) =>
    new Promise<Caller>((resolve, reject) => {
      const request = { headers: { authorization: `Bearer ${token}` } } as unknown as IncomingMessage;
      authenticator.authenticate(request, {} as ServerResponse, (error?: unknown) => {
        if (error instanceof Error) reject(error);
        else resolve((request as unknown as { user: Caller }).user);
      });
    });
  const tokenOf = (userId: number) => issuer.issue({ userId, familyId: 'family', jti: 'jti' }).access;
  const pass = (milliseconds: number) => (clock.time = new Date(clock.time.getTime() + milliseconds));

  it('reads the users who call again together, and bites within half a second', async () => {
    const [alice, bob, carol] = await addUsers(store, 'alice', 'bob', 'carol');
    const [a, b, c] = [tokenOf(alice.id), tokenOf(bob.id), tokenOf(carol.id)] as const;
    for (const token of [a, b, c]) await call(token);
    for (const token of [a, b, c]) await call(token);
    expect(reads, 'one for each that was not known').to.equal(3);

    await store.run(({ users }) => users.update({ ...bob, role: 'admin' }));
    await store.run(({ users }) => users.update({ ...carol, active: false }));
    pass(500);
    expect(await call(a)).to.include({ id: alice.id, role: 'user' });
    expect(await call(b)).to.include({ id: bob.id, role: 'admin' });
    expect(reads, 'one more for the three').to.equal(4);

    const refusal = await rejectionOf(call(c));
    expect((refusal as DomainError).code).to.equal('token_invalid');
    await store.run(({ users }) => users.update(carol));
    expect(await call(c)).to.include({ id: carol.id });

    pass(9_000);
    reads = 0;
    for (const token of [a, b, c]) await call(token);
    expect(reads, 'one for those who called within some seconds').to.equal(1);
  });

  it('refuses the deactivated within half a second, however far the clock is set back', async () => {
    const [dave] = await addUsers(store, 'dave');
    const token = tokenOf(dave.id);
    await call(token);
    clock.set = -600_000;
    await store.run(({ users }) => users.update({ ...dave, active: false }));
    pass(500);
    expect(((await rejectionOf(call(token))) as DomainError).code).to.equal('token_invalid');
    clock.set = 0;
  });

  it('takes the role of an admin away within half a second, however far the clock is set back', async () => {
    const [erin] = await addUsers(store, 'erin');
    await store.run(({ users }) => users.update({ ...erin, role: 'admin' }));
    const token = tokenOf(erin.id);
    expect(await call(token)).to.include({ role: 'admin' });
    clock.set = -600_000;
    await store.run(({ users }) => users.update({ ...erin, role: 'user' }));
    pass(500);
    expect(await call(token)).to.include({ id: erin.id, role: 'user' });
    clock.set = 0;
  });
});
