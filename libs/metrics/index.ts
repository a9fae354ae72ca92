export { isCollector } from './is-collector.js';
export { createProcessMetrics } from './process-metrics.js';
export type { ProcessMetrics } from './process-metrics.js';
export type { MeteredRuntime } from './runtime-metrics.js';
export type { HandledAnnouncement } from './work-metrics.js';
export { readFigures } from './read-figures.js';
export type { FigureState, ReadFigure } from './read-figures.js';
