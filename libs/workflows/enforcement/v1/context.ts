import type { Discretion, PartyKind, Penalty } from './penalty.js';

type On<T = object> = T & { readonly on: string };

/** What a case knows of itself; every key is filled by an event (`remember`, `append`). */
export type EnforcementContext = {
  readonly clue?: On<{ readonly source: string; readonly grounds: readonly string[]; readonly keyItem?: boolean }>;
  readonly filing?: On<{ readonly officers: readonly string[]; readonly grounds: readonly string[] }>;
  readonly notFiled?: On;
  readonly transfer?: On;
  readonly terminated?: On;
  readonly policeFiled?: On;
  readonly noPenalty?: On;
  readonly firstExtension?: On;
  readonly report?: On<{
    readonly proposal: 'penalty' | 'other';
    readonly publicInterest: boolean;
    readonly complex: boolean;
    readonly byLaw: boolean;
  }>;
  readonly proposal?: On<{ readonly penalties: readonly Penalty[]; readonly partyKind: PartyKind }>;
  readonly defences?: readonly On[];
  readonly host?: On<{ readonly host: string }>;
  readonly hearingFixed?: On<{ readonly open: boolean }>;
  readonly hearingReport?: On;
  readonly decision?: On<{
    readonly decisionNo: string;
    readonly penalties: readonly Penalty[];
    readonly discretion: Discretion;
    readonly sector: string;
    readonly sameProvince: boolean;
    readonly listedGround?: string;
  }>;
  readonly service?: On<{ readonly publicityTold: boolean }>;
  readonly posting?: On<{ readonly publicityTold: boolean }>;
  readonly deferral?: On<{ readonly until: string }>;
  readonly instalments?: readonly On<{ readonly paid: number }>[];
  readonly performance?: On;
  readonly refusals?: readonly On<{ readonly able: boolean }>[];
  readonly courtEnd?: On;
  readonly otherEnd?: On;
  readonly remedy?: On;
  readonly remedyEnd?: On;
  readonly revocation?: On<{ readonly reason: string }>;
};
