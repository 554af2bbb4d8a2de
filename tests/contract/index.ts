// What the package gives as `duet-messaging/testing`, to those who write a store: see docs/swap-an-adapter.md.

export { describeFileStore } from './file-store-contract.js';
export { describeStore, type OpenStore, type Store as OpenedStore } from './store-contract.js';

/** A store without a database: to compare with, and to begin with. */
export { InMemoryUnitOfWork as InMemoryStore } from '../../src/infrastructure/persistence/in-memory/in-memory-unit-of-work.js';
