/** What a command leaves to the shell. Part of the interface: scripts rely on it. */
export const EXIT = { done: 0, failed: 1, usage: 2, heldBack: 3 } as const;

/** Codes of faults that are wrong usage: an option or an argument that cannot be read. */
export const USAGE_FAULTS: ReadonlySet<string> = new Set([
  'OPTION_INVALID',
  'PASSWORD_NOT_GIVEN',
  'UPGRADE_UNKNOWN',
  'UPGRADE_BLOCK_UNKNOWN',
]);
