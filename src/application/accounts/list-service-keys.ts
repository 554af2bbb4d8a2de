import type { ServiceKey } from '../../domain/accounts/service-key.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Lists the keys of the host application's programs, the oldest first. Checks no right: what calls it has done so. */
export class ListServiceKeys {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  execute(): Promise<readonly ServiceKey[]> {
    return this.unitOfWork.read(({ serviceKeys }) => serviceKeys.all());
  }
}
