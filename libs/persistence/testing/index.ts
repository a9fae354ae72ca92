export { transactionsEnded } from './transactions-ended.js';
export { withPostgres } from './with-postgres.js';
export type { TestDatabase } from './with-postgres.js';
