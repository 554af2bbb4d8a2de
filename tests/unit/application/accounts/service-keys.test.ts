import { expect } from 'chai';
import { operator } from '../../../../src/domain/accounts/user.js';
import { CreateServiceKey } from '../../../../src/application/accounts/create-service-key.js';
import { ListServiceKeys } from '../../../../src/application/accounts/list-service-keys.js';
import { RevokeServiceKey } from '../../../../src/application/accounts/revoke-service-key.js';
import { RandomServiceKeySource } from '../../../../src/infrastructure/auth/random-service-key-source.js';
import { InMemoryUnitOfWork } from '../../../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { DomainError } from '../../../../src/domain/errors.js';
import { addUsers } from '../../../support/fixtures.js';
import { FixedClock } from '../../../support/fakes.js';
import { expectRefusal } from '../../../support/rejection-of.js';

describe('Service keys', () => {
  const scene = () => {
    const unitOfWork = new InMemoryUnitOfWork();
    const clock = new FixedClock();
    return {
      unitOfWork,
      clock,
      create: new CreateServiceKey(unitOfWork, new RandomServiceKeySource(), clock),
      list: new ListServiceKeys(unitOfWork),
      revoke: new RevokeServiceKey(unitOfWork, clock),
    };
  };

  it('are long, random and told once: what is kept does not have them', async () => {
    const { create, list, clock } = scene();
    const { key } = await create.execute({ caller: operator, name: 'shop' });
    const { key: other } = await create.execute({ caller: operator, name: 'crm' });
    for (const one of [key, other]) expect(one).to.match(/^duet_[A-Za-z0-9_-]{43}$/);
    expect(key).not.to.equal(other);
    const kept = await list.execute();
    expect(kept.map(({ name, created, lastUsed }) => ({ name, created, lastUsed }))).to.deep.equal([
      { name: 'shop', created: clock.now(), lastUsed: undefined },
      { name: 'crm', created: clock.now(), lastUsed: undefined },
    ]);
    expect(JSON.stringify(kept)).not.to.include(key).and.not.to.include(key.slice(5));
  });

  it('are made and revoked by admins, and that is in the audit trail without the key', async () => {
    const { unitOfWork, create, revoke } = scene();
    const [root, ann] = await addUsers(unitOfWork, 'root', 'ann');
    const admin = { id: root.id, role: 'admin' } as const;
    const user = { id: ann.id, role: 'user' } as const;
    await expectRefusal(create.execute({ caller: user, name: 'shop' }), 'admins_only');
    const { key, kept } = await create.execute({ caller: admin, name: 'shop' });
    expect(() => revoke.execute({ caller: user, name: 'shop' })).to.throw(DomainError, /admin/);
    await revoke.execute({ caller: admin, name: 'shop' });
    const entries = await unitOfWork.read(({ auditTrail }) => auditTrail.latest(9));
    const told = entries.map(({ adminName, action, resource, recordId, details }) => [
      ...[adminName, action, resource, recordId, details],
    ]);
    expect(told).to.deep.equal([
      ['root', 'delete', 'ServiceKey', kept.id, 'shop'],
      ['root', 'create', 'ServiceKey', kept.id, 'shop'],
    ]);
    expect(JSON.stringify(entries)).not.to.include(key.slice(5));
  });

  it('have names of their own, which are free again when a key is revoked', async () => {
    const { create, list, revoke } = scene();
    await create.execute({ caller: operator, name: 'shop' });
    await expectRefusal(create.execute({ caller: operator, name: 'shop' }), 'service_name_taken');
    await expectRefusal(create.execute({ caller: operator, name: 'a shop' }), 'invalid_service_name');
    await revoke.execute({ caller: operator, name: 'shop' });
    expect(await list.execute()).to.deep.equal([]);
    await expectRefusal(revoke.execute({ caller: operator, name: 'shop' }), 'service_key_not_found');
    await create.execute({ caller: operator, name: 'shop' });
    expect(await list.execute()).to.have.lengthOf(1);
  });
});
