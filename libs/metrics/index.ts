export { HttpMetrics } from './http-metrics.js';
export { registerRuntimeMetrics } from './runtime-metrics.js';
export type { MeteredRuntime } from './runtime-metrics.js';
