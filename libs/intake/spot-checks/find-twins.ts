import { nameKey } from '../reading/clean-text.js';
import { itemSignature } from '../values/test-items.js';
import { isDated, makerKey, unitKey } from './identity.js';
import type { ReadRow } from './read-row.js';

export type Group = { readonly fingerprint: string; readonly rows: readonly ReadRow[] };

// Two sites copy one announcement within days of each other (2021-03-29 and 2021-03-31 for one sample); a new sampling round takes months.
const SAME_ANNOUNCEMENT_DAYS = 7;

/**
 * One failure told twice with different halves of the facts: one row may know the production date but not the shop, the other knows the shop and not
 * the date. They are one sample when product, producer, province and a failed item with its result agree, the announcements are days apart, and there
 * is exactly one such pair.
 * @returns fingerprint of the group with the shop -> the group without.
 */
export function findTwins(groups: readonly Group[]): ReadonlyMap<string, Group> {
  const failing = groups.filter(({ rows }) => rows[0]!.conforming === false && makerKey(rows[0]!) !== '');
  const shopless = failing.filter(({ rows }) => unitKey(rows[0]!) === '');
  const undated = failing.filter(({ rows }) => !isDated(rows[0]!) && unitKey(rows[0]!) !== '');
  const byName = new Map<string, Group[]>();
  for (const group of shopless) {
    const key = nameOf(group);
    byName.set(key, [...(byName.get(key) ?? []), group]);
  }
  const pairs = undated.flatMap((right) =>
    (byName.get(nameOf(right)) ?? []).filter((left) => areTwins(left, right)).map((left) => ({ left, right })),
  );
  const only = pairs.filter(
    ({ left, right }) => pairs.filter((pair) => pair.left === left || pair.right === right).length === 1,
  );
  return new Map(only.map(({ left, right }) => [right.fingerprint, left]));
}

function nameOf({ rows }: Group): string {
  const row = rows[0]!;
  return [nameKey(row.product), makerKey(row), row.announcedBy.province ?? row.announcedBy.name].join('\u0001');
}

function areTwins(left: Group, right: Group): boolean {
  const found = new Set(left.rows.flatMap(({ items }) => items.map(itemSignature)));
  if (!right.rows.some(({ items }) => items.some((item) => found.has(itemSignature(item))))) return false;
  return left.rows.some((a) => right.rows.some((b) => daysBetween(a.announcedOn, b.announcedOn) <= SAME_ANNOUNCEMENT_DAYS));
}

/** Whole days between two legal dates. */
export function daysBetween(a: string, b: string): number {
  return Math.abs(Date.parse(`${a}T00:00:00Z`) - Date.parse(`${b}T00:00:00Z`)) / 86_400_000;
}
