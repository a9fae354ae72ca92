/** Injection token of the import profiles. */
export const PROFILES = Symbol('zhiheng:import-profiles');
