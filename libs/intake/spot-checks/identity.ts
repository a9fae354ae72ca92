import { deriveId } from '@zhiheng/kernel';
import { nameKey } from '../reading/clean-text.js';
import { itemKey, itemSignature } from '../values/test-items.js';
import { measurementKey } from '../values/measurement.js';
import type { ReadRow } from './read-row.js';

/**
 * How well a row says which sample it speaks of.
 * - `reference`: the alert number of a foreign authority.
 * - `dated`: a party, and a production date or batch. Rows of one product, producer, unit, date, batch and specification are one sample.
 * - `named`: a party, but neither date nor batch. The rows of one announcement are one sample, unless they contradict each other; the failure itself
 *   (items and results) is part of the identity, so that the same failure announced again is known, and another failure is another sample.
 * - `bare`: nobody is named. Only the failure tells two samples of 黄豆芽 apart; rows are never merged.
 */
type Grade = 'reference' | 'dated' | 'named' | 'bare';

/** Puts rows under the fingerprint of their sample. Neither the order of rows nor the date of announcement matters. */
export function fingerprintRows(rows: readonly ReadRow[]): ReadonlyMap<string, readonly ReadRow[]> {
  const announced = new Map<string, ReadRow[]>();
  const samples = new Map<string, ReadRow[]>();
  for (const row of rows) {
    const grade = gradeOf(row);
    const identity = identityOf(row, grade);
    if (grade === 'named') push(announced, [identity, row.announcedBy.name, row.announcedOn].join('\u0001'), row);
    else push(samples, fingerprint(identity, grade === 'bare' ? signatureOf([row]) : ''), row);
  }
  for (const together of announced.values()) {
    const identity = identityOf(together[0]!, 'named');
    if (contradicts(together)) for (const row of together) push(samples, fingerprint(identity, signatureOf([row])), row);
    else for (const row of together) push(samples, fingerprint(identity, signatureOf(together)), row);
  }
  for (const members of samples.values()) members.sort((a, b) => a.line - b.line);
  return samples;
}

/** The maker or, failing that, whoever else the label names: by name, because one source knows the credit code and the next does not. */
export function makerKey(row: ReadRow): string {
  const party = row.parties.find(({ role }) => role === 'producer') ?? row.parties[0];
  return party === undefined ? '' : nameKey(party.name);
}

export function unitKey(row: ReadRow): string {
  return row.sampledUnit === undefined ? '' : nameKey(row.sampledUnit.name);
}

export function isDated(row: ReadRow): boolean {
  return row.producedOn !== undefined || row.batch !== undefined;
}

function gradeOf(row: ReadRow): Grade {
  if (row.conforming === 'undetermined' && row.reference !== undefined) return 'reference';
  if (row.parties.length === 0 && row.sampledUnit === undefined) return 'bare';
  return isDated(row) ? 'dated' : 'named';
}

function identityOf(row: ReadRow, grade: Grade): string {
  const verdict = row.conforming === 'undetermined' ? 'undetermined' : row.conforming ? 'conforming' : 'non-conforming';
  if (grade === 'reference') return [grade, verdict, row.announcedBy.name, row.reference, nameKey(row.product)].join('\u0001');
  const produced =
    row.producedOn === undefined ? '' : `${row.producedOn.basis}:${row.producedOn.date ?? nameKey(row.producedOn.text)}`;
  const authority = grade === 'bare' ? row.announcedBy.name : '';
  return [
    grade,
    verdict,
    nameKey(row.product),
    makerKey(row),
    unitKey(row),
    produced,
    nameKey(row.batch ?? ''),
    nameKey(row.spec ?? ''),
    authority,
  ].join('\u0001');
}

function fingerprint(identity: string, signature: string): string {
  return deriveId('spot-check-sample', identity, signature);
}

function signatureOf(rows: readonly ReadRow[]): string {
  return [...new Set(rows.flatMap(({ items }) => items.map(itemSignature)))].sort().join('\u0002');
}

/** Two different results for one item cannot be of one sample. */
function contradicts(rows: readonly ReadRow[]): boolean {
  const results = new Map<string, string>();
  for (const item of rows.flatMap(({ items }) => items)) {
    const key = itemKey(item.name);
    const result = measurementKey(item.measured);
    if ((results.get(key) ?? result) !== result) return true;
    results.set(key, result);
  }
  return false;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
