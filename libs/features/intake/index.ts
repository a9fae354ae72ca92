export { importFile, readReport } from './importing/import-file.js';
export type { ImportReport } from './importing/import-file.js';
export type { ImportPorts, ImportRequest } from './importing/import-job.js';
export { loadProfiles } from './importing/load-profiles.js';
export { IntakeModule } from './intake.module.js';
export { readImportRows } from './read-models/import-rows.js';
