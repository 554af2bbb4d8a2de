import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Removes what is left of long threads that were deleted. */
export class RemoveDeletedMessages {
  /** @param batch how many go in one unit of work: so few that work that waits behind it does not notice. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly batch = 2000,
  ) {}

  /** Each batch queues up behind the writes that came meanwhile. Returns how many messages there were. */
  async execute(): Promise<number> {
    let total = 0;
    for (let count = this.batch; count === this.batch; total += count) {
      count = await this.unitOfWork.run(({ messages }) => messages.removeDeleted(this.batch));
    }
    return total;
  }
}
