/** Injection tokens of what the runtime gives to Nest. Providers are plain values: injection stops at the edges. */
export const DATABASE = Symbol('zhiheng:database');
export const LAW = Symbol('zhiheng:law');
export const RUNTIME = Symbol('zhiheng:runtime');
export const CLOCK = Symbol('zhiheng:clock');
/** The metrics of the process; there where it has an edge that shows them. */
export const METRICS = Symbol('zhiheng:metrics');
export const SETTINGS = Symbol('zhiheng:settings');
