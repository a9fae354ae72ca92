export { EXPORT_FORMAT } from './manifest.js';
export type { ExportManifest } from './manifest.js';
export { openExport } from './open-export.js';
export type { Export } from './open-export.js';
export { writeExport } from './write-export.js';
