import type { EnterpriseRow, SpotCheckRow } from './render-csv.js';

/** What an import of the rows must report. */
export type ExpectedCounts = {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
};
export type ExpectedCity = {
  readonly enterprises: ExpectedCounts;
  readonly spotChecks: ExpectedCounts;
  readonly samples: number;
  readonly nonConforming: number;
  /** Samples that fail in at least one key item: each must become a case. */
  readonly keyFailures: number;
};

export type City = {
  readonly enterprises: readonly EnterpriseRow[];
  readonly spotCheckRows: readonly SpotCheckRow[];
  readonly expected: ExpectedCity;
};
