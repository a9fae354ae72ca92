import type { Bilingual, Instant, InstanceId, Json } from '@zhiheng/kernel';

/** Why an event was refused. Codes are stable: other systems match on them. */
export type RefusalCode =
  | 'WORKFLOW_UNKNOWN'
  | 'EVENT_UNKNOWN'
  | 'EVENT_DATA_INVALID'
  | 'EVENT_NOT_EXPECTED'
  | 'RULE_NOT_MET'
  | 'ROLE_NOT_ALLOWED'
  | 'AREA_NOT_ALLOWED'
  | 'LEGAL_DATE_REFUSED'
  | 'CLOCK_NOT_RUNNING'
  | 'SUSPENSION_NOT_ALLOWED'
  | 'EXTENSION_NOT_ALLOWED'
  | 'INSTANCE_UNKNOWN'
  | 'INSTANCE_CLOSED'
  | 'UPGRADE_BLOCKED'
  | 'RULE_FAULT';

export type Refusal = {
  readonly code: RefusalCode;
  readonly message: Bilingual;
  readonly expected?: Json;
  readonly found?: Json;
};

export type Accepted = {
  readonly kind: 'accepted';
  readonly instanceId: InstanceId;
  readonly seq: number;
  readonly state: string;
  readonly done: boolean;
  readonly at: Instant;
};
export type Rejected = {
  readonly kind: 'rejected';
  readonly instanceId: InstanceId;
  /** Place of the refusal on the log; absent where there is no procedure whose log could hold it. */
  readonly seq?: number;
  readonly refusal: Refusal;
};
/** The message was handled before; `first` is what came of it then. */
export type Duplicate = { readonly kind: 'duplicate'; readonly instanceId: InstanceId; readonly first: Accepted | Rejected };
/**
 * Overtaken: a lapse whose clock was stopped, extended or restarted meanwhile, a signal for a procedure that was never opened, or an
 * event for a procedure as it no longer is (`seq` says where it stands). Nothing to do, and nothing is recorded.
 */
export type Stale = { readonly kind: 'stale'; readonly instanceId: InstanceId; readonly seq?: number };

export type Outcome = Accepted | Rejected | Duplicate | Stale;
