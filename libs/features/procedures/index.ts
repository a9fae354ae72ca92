export { ProceduresModule } from './procedures.module.js';
export { readLog, readProcedure } from './read-models/read-procedure.js';
export type { ProcedureView } from './read-models/read-procedure.js';
export { readWorkList } from './read-models/work-list.js';
export type { WorkItem, WorkList, WorkListRequest } from './read-models/work-list.js';
