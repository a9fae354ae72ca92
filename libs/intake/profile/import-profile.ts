import type { Bilingual } from '@zhiheng/kernel';
import type { Divisions } from './divisions.js';
import type { KeyItems } from './key-items.js';
import type { RegimeRule, Regimes } from './regimes.js';

export type ImportKind = 'spot-checks' | 'enterprises';

export type Verdict = 'conforming' | 'nonConforming' | 'undetermined';

export type AuthorityLevel = 'national' | 'province' | 'city' | 'county' | 'foreign';

/** How one source writes the name of the authority that announced a result, and what follows from it. */
export type PublisherRule = {
  /** Group `bureau`, when there is one, is the name of the authority. */
  readonly pattern: RegExp;
  readonly name?: Bilingual;
  readonly level?: AuthorityLevel;
  readonly decimalComma: boolean;
  readonly batchIsReference: boolean;
};

/** A column order that a row without a header proves by its shape. */
export type ColumnLayout = {
  readonly name: string;
  readonly columns: readonly (string | null)[];
  readonly shape: Readonly<Record<string, RegExp>>;
};

/** Rows known to be unusable, with the reason that is told. */
export type RejectRule = {
  readonly when: Readonly<Record<string, RegExp>>;
  readonly code: string;
  readonly field: string;
  readonly expected: string;
  readonly why: Bilingual;
};

export type ImportTables = {
  readonly keyItems: KeyItems;
  readonly divisions: Divisions;
  readonly regimes: Regimes;
};

/** One source of data: how to recognise its files and what its columns mean. Read from `config/import/<source>.yaml`. */
export type ImportProfile = {
  readonly source: string;
  readonly path: string;
  readonly kind: ImportKind;
  readonly title: Bilingual;
  /** Field -> header spellings. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly required: readonly string[];
  readonly layouts: readonly ColumnLayout[];
  readonly rejects: readonly RejectRule[];
  /** Cell texts that mean "not stated". */
  readonly unknown: ReadonlySet<string>;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly verdictWhenAbsent?: Verdict;
  readonly dates: Readonly<Record<string, readonly RegExp[]>>;
  /** A production date equal to this field says nothing. */
  readonly producedOnUnreliableWhenEqualTo?: string;
  readonly publishers: readonly PublisherRule[];
  readonly publisherFallback?: { readonly field: string; readonly pattern: RegExp };
  /** What this source says about the order a sample falls under; looked at before the table of categories. */
  readonly regimes: readonly RegimeRule[];
  /** Key items, divisions and regimes: present when the profile was read by `parseImportConfig`. */
  readonly tables?: ImportTables;
};

export type ConfigFile = { readonly path: string; readonly text: string };
export type ConfigFault = { readonly path: string; readonly line: number; readonly reason: string };
