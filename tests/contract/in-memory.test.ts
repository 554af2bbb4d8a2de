import { InMemoryUnitOfWork } from '../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
import { describeStore, type OpenStore } from './store-contract.js';

const open: OpenStore = async (options) => {
  const unitOfWork = new InMemoryUnitOfWork(options);
  return { unitOfWork, close: () => unitOfWork.close() };
};

describeStore('in memory', open, { forPanel: false });
