import { checkServiceName, type ServiceKey } from '../../domain/accounts/service-key.js';
import { requireAdmin, type Actor } from '../../domain/accounts/user.js';
import { addToTrail } from '../admin/add-to-trail.js';
import type { Clock } from '../ports/clock.js';
import type { ServiceKeySource } from '../ports/service-key-source.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** An admin makes a key for a program of the host application. */
export class CreateServiceKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly source: ServiceKeySource,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the key, which nobody can be told again, and what is kept of it.
   * @throws DomainError `admins_only`, `invalid_service_name` or `service_name_taken`.
   */
  async execute(input: { caller: Actor; name: string }): Promise<{ key: string; kept: ServiceKey }> {
    const { caller, name } = input;
    requireAdmin(caller);
    checkServiceName(name);
    const { key, hash } = this.source.next();
    const created = this.clock.now();
    const kept = await this.unitOfWork.run(async (repositories) => {
      const added = await repositories.serviceKeys.add({ name, hash, created });
      const deed = {
        action: 'create',
        resource: 'ServiceKey',
        recordId: added.id,
        details: name,
        created,
      } as const;
      await addToTrail(repositories, caller, deed);
      return added;
    });
    return { key, kept };
  }
}
