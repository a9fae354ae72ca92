import { sha256 } from '@zhiheng/kernel';
import type { Instant, InstanceId, LegalDate } from '@zhiheng/kernel';
import { CHAIN_START } from '../state.js';

/** The last entry of a procedure as a root covers it, and with it, by the chain, every entry before. */
export type RootedHead = { readonly instanceId: InstanceId; readonly seq: number; readonly headHash: string };

export type HeadOfDay = RootedHead & { readonly day: LegalDate };

/** What is published of a day: one hash over the heads that moved on it, and counts over all that was ever covered. */
export type DailyRoot = {
  readonly format: 'zhiheng-root/1';
  readonly day: LegalDate;
  /** First instant after the day: entries decided before it are covered, from the first root on without a gap. */
  readonly until: Instant;
  /** Leaves of the tree of this day: procedures that moved. */
  readonly heads: number;
  readonly tree: string;
  /** Procedures and entries that the roots up to this one cover together. */
  readonly procedures: number;
  readonly entries: number;
  /** Hash of the root of the day before; sixty-four zeros in the first. */
  readonly previous: string;
};

/** A root as it is kept and published: the text byte for byte, and its SHA-256. */
export type SealedRoot = { readonly day: LegalDate; readonly hash: string; readonly text: string };

export function sealRoot(root: DailyRoot): SealedRoot {
  const text = JSON.stringify(root);
  return { day: root.day, hash: sha256(text), text };
}

/** The text of a leaf. */
export function headText({ instanceId, seq, headHash }: RootedHead): string {
  return `${instanceId} ${seq} ${headHash}`;
}

/** Undefined for what is no root. */
export function parseRoot(text: string): DailyRoot | undefined {
  try {
    const root = JSON.parse(text) as DailyRoot | null;
    const sound =
      root?.format === 'zhiheng-root/1' &&
      [root.day, root.until, root.tree, root.previous].every((field) => typeof field === 'string') &&
      [root.heads, root.procedures, root.entries].every(Number.isSafeInteger);
    return sound ? root : undefined;
  } catch {
    return undefined;
  }
}

export const FIRST_PREVIOUS = CHAIN_START;

export function dayAfter(day: LegalDate): LegalDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10) as LegalDate;
}
