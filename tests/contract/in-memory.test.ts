import { InMemoryUnitOfWork } from '../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { describeStore } from './store-contract.js';

describeStore('in memory', async (options) => {
  const unitOfWork = new InMemoryUnitOfWork(options);
  return { unitOfWork, close: () => unitOfWork.close() };
});
