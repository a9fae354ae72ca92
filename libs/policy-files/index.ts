export { loadConfig } from './load-config.js';
export { findProjectRoot } from './project-root.js';
export { readConfigFiles } from './read-config-files.js';
export type { ConfigFilesRead } from './read-config-files.js';
export { writeSchemas } from './write-schemas.js';
