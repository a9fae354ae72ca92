import type { Bilingual, LegalDate } from '@zhiheng/kernel';
import type { Regime } from '../profile/regimes.js';
import type { ProductionDate } from '../values/dates.js';
import type { PartyName } from '../values/parties.js';
import type { Announcer } from '../values/publisher.js';
import type { TestItem } from '../values/test-items.js';

/** `undetermined` is a risk signal of a foreign authority or a result not judged yet: it opens nothing. */
export type Conforming = boolean | 'undetermined';

/** One announced sample: the rows of its failed items merged, further announcements of the same failure noted. */
export type SpotCheckSample = {
  /** A UUID over the normalised identity: the same for the same sample in another file, order or announcement. */
  readonly fingerprint: string;
  /** Fingerprints under which the same sample would appear in a file that tells less about it: known is who is known by any of them. */
  readonly aliases: readonly string[];
  readonly source: string;
  readonly product: string;
  readonly category?: string;
  /** The order that the check follows. A sample of which nothing tells whether it is food is taken for a product, with a warning. */
  readonly regime: Regime;
  readonly producer?: PartyName;
  readonly sampledUnit?: PartyName;
  /** All parties named by the label (importer, distributor, entrusting company …), the producer included, the sampled unit not. */
  readonly parties: readonly PartyName[];
  readonly spec?: string;
  readonly trademark?: string;
  readonly producedOn?: ProductionDate;
  readonly batch?: string;
  /** Number under which the announcing authority keeps the sample or the alert. */
  readonly reference?: string;
  readonly conforming: Conforming;
  /** Failed items; empty for a conforming sample. */
  readonly items: readonly TestItem[];
  readonly announcedBy: Announcer;
  /** Every date of announcement, earliest first. */
  readonly announcedOn: readonly LegalDate[];
  readonly channel: 'on-site' | 'online';
  /** The result stands after a re-inspection 复检. */
  readonly retested?: boolean;
  readonly laboratory?: string;
  readonly sourceUrl?: string;
  readonly remarks?: string;
  readonly warnings: readonly Bilingual[];
  readonly origin: { readonly lines: readonly number[] };
};

/** What one row says: one or several failed items of a sample, or a conforming sample. */
export type SpotCheckItem = Pick<SpotCheckSample, 'fingerprint' | 'product' | 'conforming' | 'items' | 'announcedBy'> & {
  readonly announcedOn: LegalDate;
};

export type Quarantined = {
  readonly kind: 'quarantined';
  readonly line: number;
  readonly code: string;
  readonly why: Bilingual;
  readonly expected?: string;
  readonly found?: string;
  readonly cells: readonly string[];
};
export type Duplicate = {
  readonly kind: 'duplicate';
  readonly line: number;
  readonly of: { readonly line?: number };
  readonly why: Bilingual;
};

export type RowOutcome =
  { readonly kind: 'accepted'; readonly line: number; readonly sample: SpotCheckItem } | Duplicate | Quarantined;

/**
 * The party to whom a failed sample is addressed first: the producer named on the label unless it says its name was forged, for imported goods the
 * importer, else whoever ordered, packed, distributed or supplied it, at last the sampled unit. Undefined when nobody is named.
 */
export function addresseeOf(sample: Pick<SpotCheckSample, 'parties' | 'sampledUnit'>): PartyName | undefined {
  const imported = sample.parties.some(({ country }) => country !== undefined);
  const order = imported ? IMPORTED_FIRST : PRODUCER_FIRST;
  for (const role of order) {
    const party = sample.parties.find((each) => each.role === role && each.disputed !== true);
    if (party !== undefined) return party;
  }
  return sample.sampledUnit;
}

const PRODUCER_FIRST = ['producer', 'entrusting', 'packer', 'brand-owner', 'importer', 'distributor', 'supplier'] as const;
const IMPORTED_FIRST = ['importer', 'distributor', 'supplier', 'producer', 'entrusting', 'packer', 'brand-owner'] as const;
