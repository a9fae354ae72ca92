export { EXPORT_FORMAT } from './manifest.js';
export type { ExportManifest } from './manifest.js';
export { openExport } from './open-export.js';
export type { Export } from './open-export.js';
export { writeExport } from './write-export.js';
export { keepRoots, keptRoots } from './kept-roots.js';
export { proofOf } from './proof-of.js';
export type { InclusionProof } from './proof-of.js';
