export { openDatabase } from './database.js';
export type { Database, DatabaseOptions, MigrationStatus } from './database.js';
export { InstanceEntity } from './entities/instance.entity.js';
export { PublicListingEntity } from './entities/public-listing.entity.js';
export { PostgresClockStore } from './stores/clock-store.js';
export { PostgresEngineStore } from './stores/engine-store.js';
export { PostgresLogStore } from './stores/log-store.js';
export type { LogSelection } from './stores/log-store.js';
export { mapStoreFault } from './stores/store-fault.js';
