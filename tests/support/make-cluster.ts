// Makes the data of a PostgreSQL with Duet's schema, in the folder that is named. `npm test` does so once; each server of
// its tests begins with a copy (DUET_TEST_CLUSTER), and is its process's own, so that no test feels another's transactions.
import { Cluster } from './postgres-cluster.js';

const cluster = await Cluster.start('fsync=off');
await cluster.leaveTo(process.argv[2] ?? '');
