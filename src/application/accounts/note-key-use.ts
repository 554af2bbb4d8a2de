import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Notes when a service key was used, so that admins see which ones are out of use. */
export class NoteKeyUse {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  execute(input: { key: number; used: Date }): Promise<void> {
    return this.unitOfWork.run(({ serviceKeys }) => serviceKeys.noteUse(input.key, input.used));
  }
}
