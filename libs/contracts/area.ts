import type { Actor, Role } from './actor.js';

/** Levels of a bureau 层级, from its administrative division. */
export type Level = 'nation' | 'province' | 'city' | 'county';

export const NATION = '000000';

/** The level of a division by its code (GB/T 2260): two digits for the province, two for the city, two for the county. */
export function levelOf(area: string): Level {
  if (area === NATION) return 'nation';
  if (area.endsWith('0000')) return 'province';
  return area.endsWith('00') ? 'city' : 'county';
}

const DIGITS: Readonly<Record<Level, number>> = { nation: 0, province: 2, city: 4, county: 6 };

/** The digits that the codes of all divisions within an area begin with. */
export function prefixOf(area: string): string {
  return area.slice(0, DIGITS[levelOf(area)]);
}

/** Whether a division lies in an area or is the area itself. */
export function covers(area: string, division: string): boolean {
  return division.startsWith(prefixOf(area));
}

/** Where a procedure is run, and whom it is about. */
export type Place = { readonly jurisdiction: string; readonly subject: { readonly id: string } };

/**
 * The roles that an actor holds towards one procedure. An officer acts for the bureau that has the case and for no other; the
 * level above acts as such only where it is above; a laboratory serves its whole area; a party speaks for itself.
 */
export function rolesIn(actor: Actor, place: Place): readonly Role[] {
  const { roles, area } = actor;
  if (area === undefined && actor.subjectId === undefined) return roles;
  return roles.filter((role) => holds(role, actor, place));
}

function holds(role: Role, { area, subjectId }: Actor, { jurisdiction, subject }: Place): boolean {
  if (role === 'party') return subjectId !== undefined && subjectId === subject.id;
  if (area === undefined) return false;
  if (role === 'upper-bureau') return area !== jurisdiction && covers(area, jurisdiction);
  if (role === 'laboratory' || role === 'auditor' || role === 'administrator') return covers(area, jurisdiction);
  return area === jurisdiction;
}
