export { EmbeddedPostgresFault } from './embedded-postgres-fault.js';
export { startEmbeddedPostgres, startThrowAwayPostgres } from './supervisor.js';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './supervisor.js';
