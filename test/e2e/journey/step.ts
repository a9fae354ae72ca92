import type { Role } from '@zhiheng/contracts';
import type { JsonObject } from '@zhiheng/kernel';

/** The procedures of the journey, by the workflow that runs them. */
export type Procedure = 'inspection' | 'enforcement' | 'interview' | 'blacklist';
export type Permitted = Readonly<Record<string, 'yes' | 'no' | 'depends'>>;
type Sending = {
  readonly to: Procedure;
  readonly event: string;
  readonly as: Role;
  /** The account, where it is not the demo account of the role. */
  readonly who?: string;
  readonly data: JsonObject;
};

/**
 * One step, as data: the walker needs an address and a way to move the clock, nothing else. So the same journey runs on the
 * standalone and on the split system.
 */
export type Step =
  | { readonly kind: 'import' }
  /** The rulebook has opened the procedure: which rule, by which article. */
  | {
      readonly kind: 'opened';
      readonly procedure: Procedure;
      readonly from: string;
      readonly rule: string;
      readonly law: string;
      readonly article: string;
      readonly facts?: JsonObject;
    }
  /** Where the procedure stands, and everything that may happen next. */
  | {
      readonly kind: 'station';
      readonly procedure: Procedure;
      readonly state: string;
      readonly permitted: Permitted;
      readonly whyNot?: Readonly<Record<string, string>>;
    }
  /** A running clock explains itself in a sentence and names its article. */
  | {
      readonly kind: 'clock';
      readonly procedure: Procedure;
      readonly name: string;
      readonly article: string;
      readonly says: string;
    }
  | ({ readonly kind: 'send'; readonly state: string } & Sending)
  /** The same message a second time: answered as the first time, nothing happens again. */
  | { readonly kind: 'repeated' }
  | ({ readonly kind: 'refused'; readonly status: 403 | 409 | 422; readonly code: string } & Sending)
  /** The clock is set to the day after the last day of a term. */
  | {
      readonly kind: 'lapse';
      readonly procedure: Procedure;
      readonly clock: string;
      readonly event: string;
      readonly state: string;
    }
  | { readonly kind: 'public'; readonly shown: boolean; readonly facts?: JsonObject }
  | { readonly kind: 'closed'; readonly procedure: Procedure; readonly state: string };
