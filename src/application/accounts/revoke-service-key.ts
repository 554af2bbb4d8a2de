import { serviceKeyNotFound, type ServiceKey } from '../../domain/accounts/service-key.js';
import { requireAdmin, type Actor } from '../../domain/accounts/user.js';
import { addToTrail } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** An admin ends a key for good; its name may be given to another. No process lets it in a second later. */
export class RevokeServiceKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `admins_only` or `service_key_not_found`. */
  execute(input: { caller: Actor; name: string }): Promise<ServiceKey> {
    const { caller, name } = input;
    requireAdmin(caller);
    return this.unitOfWork.run(async (repositories) => {
      const key = await repositories.serviceKeys.remove(name);
      if (key === undefined) throw serviceKeyNotFound(name);
      const created = this.clock.now();
      const deed = {
        action: 'delete',
        resource: 'ServiceKey',
        recordId: key.id,
        details: name,
        created,
      } as const;
      await addToTrail(repositories, caller, deed);
      return key;
    });
  }
}
