import { Registry } from 'prom-client';
import { HttpMetrics } from './http-metrics.js';
import { registerRequests } from './request-metrics.js';
import type { MeteredAdmission } from './request-metrics.js';
import { registerRuntimeMetrics } from './runtime-metrics.js';
import type { MeteredRuntime } from './runtime-metrics.js';

/** The metrics of one process, in a registry of its own: two systems in one process do not mix. */
export type ProcessMetrics = { readonly registry: Registry; readonly http: HttpMetrics | undefined };

/** `admission` is there where the process takes requests. */
export function createProcessMetrics(runtime: MeteredRuntime, admission?: MeteredAdmission): ProcessMetrics {
  const registry = new Registry();
  registerRuntimeMetrics(registry, runtime);
  if (admission === undefined) return { registry, http: undefined };
  return { registry, http: new HttpMetrics(registry, registerRequests(registry, admission)) };
}
