export { EmbeddedPostgresFault } from './embedded-postgres-fault.js';
export {
  backUpEmbedded,
  listBaseBackups,
  pruneBackups,
  restoreEmbedded,
  startEmbeddedPostgres,
  startThrowAwayPostgres,
} from './supervisor.js';
export type { BaseBackup, EmbeddedPostgres, EmbeddedPostgresOptions } from './supervisor.js';
