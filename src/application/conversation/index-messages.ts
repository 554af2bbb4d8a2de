import type { UnitOfWork } from '../ports/unit-of-work.js';

/** Keeps up what `SearchMessages` looks into, behind the sends: so they do not pay for it one by one. */
export class IndexMessages {
  /**
   * @param batch how many go in one unit of work: so few that work that waits behind it does not notice.
   * @param most how many go in one turn: so few that they leave most of the time to requests, also when a million wait.
   */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly batch = 100,
    private readonly most = 5000,
  ) {}

  /** @returns how many messages there were. */
  async execute(): Promise<number> {
    let total = 0;
    while (total < this.most) {
      if (!(await this.unitOfWork.read(({ messageIndex }) => messageIndex.isBehind()))) break;
      const count = await this.unitOfWork.run(({ messageIndex }) => messageIndex.update(this.batch));
      if (count === 0) break;
      total += count;
    }
    return total;
  }
}
