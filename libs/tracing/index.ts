export { activeTraceIds, activeTraceparent } from './trace-context.js';
export { startTracing } from './start-tracing.js';
export type { Tracing } from './start-tracing.js';
export { EngineTrace } from './trace-engine.js';
export { traceDelivery } from './trace-delivery.js';
export { tracePost } from './trace-post.js';
export { traceRequest } from './trace-request.js';
export { traceLapses } from './trace-sweep.js';
export type { Sampler, TracingSettings } from './tracing-settings.js';
