/** What a role of config/roles.yaml may use of the interface. What may be sent to a procedure stands in the events of its workflow. */
export const PERMISSIONS = [
  'procedures.read',
  'procedures.send',
  'procedures.restrict',
  'enterprises.read',
  'imports.read',
  'imports.write',
  'accounts.manage',
  'audit.read',
  'dead-letters.manage',
  'webhooks.manage',
  'operations.read',
  'clock.move',
] as const;

export type Permission = (typeof PERMISSIONS)[number];
