export { transactionsEnded } from './transactions-ended.js';
export { withPostgres } from './with-postgres.js';
export type { TestDatabase } from './with-postgres.js';
export { rollingFaults } from './rolling-faults.js';
export type { Reasoned, RollingFault, RollingRule } from './rolling-faults.js';
export { migrate } from '../migrate.js';
export type { MigrationClass } from '../migrate.js';
export { createIndexConcurrently } from '../migrations/create-index-concurrently.js';
export { migrations } from '../migrations/migrations.js';
