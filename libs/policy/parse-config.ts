import type { CalendarData } from '@zhiheng/calendar';
import { buildPolicyBook, kindFaults, layerOf } from './build-policy-book.js';
import { buildRulebook } from './build-rulebook.js';
import { compareFaults } from './config-file.js';
import type { ConfigFault, ConfigFile, Place } from './config-file.js';
import { sortFiles } from './config-layout.js';
import type { ConfigLayout } from './config-layout.js';
import { chainOf } from './jurisdiction.js';
import type { Jurisdiction } from './jurisdiction.js';
import type { PolicyBook } from './policy-book.js';
import { readCalendarYear } from './read-calendar.js';
import { levelFaults, readJurisdiction } from './read-jurisdiction.js';
import { readRoles, rolesMissing } from './read-roles.js';
import type { PlacedRead, RolesRead } from './read-roles.js';
import type { RoleBook } from './role-book.js';
import { readRuleSet } from './read-rule-set.js';
import type { PlacedVersion } from './read-rule-set.js';
import { readRulebook } from './read-rulebook.js';
import type { PlacedRule } from './read-rulebook.js';
import type { Rulebook } from './rulebook.js';

/** All of `config/`, validated. */
export type Config = {
  readonly book: PolicyBook;
  readonly rulebook: Rulebook;
  readonly calendars: ReadonlyMap<string, CalendarData>;
  readonly jurisdictions: readonly Jurisdiction[];
  /** What each role may use and read. */
  readonly roles: RoleBook;
  /** Where things are written, for `checkConfig`. */
  readonly places: ConfigPlaces;
};

export type ConfigPlaces = {
  readonly jurisdictions: ReadonlyMap<string, Place>;
  readonly rules: readonly PlacedRule[];
  readonly reads: readonly PlacedRead[];
  /** Policy key -> where it is written first. */
  readonly policyKeys: ReadonlyMap<string, Place>;
};

/**
 * Parses and validates all files together. Either everything is sound, or every fault of every file is reported with its
 * place, ordered by file and line; a file that is broken causes no second fault in the files that refer to it.
 */
export function parseConfig(files: readonly ConfigFile[]): Config | { readonly faults: readonly ConfigFault[] } {
  const layout = sortFiles(files);
  const faults: ConfigFault[] = [...layout.faults];
  const note = <T extends { readonly faults: readonly ConfigFault[] }>(read: T): T => {
    faults.push(...read.faults);
    return read;
  };

  const jurisdictions = readJurisdictions(layout, note);
  const nation = layout.ruleSets.flatMap(({ source, name }) => note(readRuleSet(source, { ruleSet: name })).versions);
  const local = layout.policies.map(({ source, name }) => [name, note(readRuleSet(source, { code: name })).versions] as const);
  const rules = layout.rulebooks.flatMap(({ source, name }) => note(readRulebook(source, name)).rules);
  const calendars = readCalendars(layout, note);
  const { roles, reads } = note(readTheRoles(layout));

  note(layerOf(nation));
  const layers = new Map(local.map(([code, versions]) => [code, note(layerOf(versions)).layer] as const));
  const versions = [...nation, ...local.flatMap(([, own]) => own)];
  faults.push(...kindFaults(versions));
  const built = note(buildRulebook(rules, { jurisdictions, chainOf: (code) => chainOf(code, jurisdictions) }));
  if (faults.length > 0 || roles === undefined) return { faults: faults.sort(compareFaults) };

  return {
    book: buildPolicyBook(jurisdictions, { nation, local: layers }),
    rulebook: built.rulebook,
    calendars,
    jurisdictions: [...jurisdictions.values()],
    roles,
    places: {
      jurisdictions: new Map(layout.jurisdictions.map(({ source, name }) => [name, source.place(['code'])])),
      rules,
      reads,
      policyKeys: firstPlaces(versions),
    },
  };
}

type Note = <T extends { readonly faults: readonly ConfigFault[] }>(read: T) => T;

function readJurisdictions(layout: ConfigLayout, note: Note): ReadonlyMap<string, Jurisdiction> {
  const { names } = layout;
  const read = layout.jurisdictions.flatMap(
    ({ source, name }) => note(readJurisdiction(source, { folder: name, ...names })).jurisdiction ?? [],
  );
  const jurisdictions = new Map(read.map((jurisdiction) => [jurisdiction.code, jurisdiction]));
  const sources = new Map(layout.jurisdictions.map(({ source, name }) => [name, source]));
  note({ faults: levelFaults(jurisdictions, (code) => sources.get(code)!.place(['parent'])) });
  return jurisdictions;
}

function readCalendars(layout: ConfigLayout, note: Note): ReadonlyMap<string, CalendarData> {
  const years = layout.calendarYears.flatMap(({ source, name, year }) => {
    const read = note(readCalendarYear(source, year)).year;
    return read ? [{ id: name, read }] : [];
  });
  return new Map(
    [...layout.names.calendars].sort().map((id) => {
      const own = years.filter((year) => year.id === id).map(({ read }) => read);
      return [id, { id, years: own.sort((a, b) => a.year - b.year) }] as const;
    }),
  );
}

function readTheRoles({ roles, names }: ConfigLayout): RolesRead {
  if (roles !== undefined) return readRoles(roles);
  return { reads: [], faults: names.roles ? [] : [rolesMissing()] };
}

function firstPlaces(versions: readonly PlacedVersion[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const { value, place } of versions) if (!places.has(value.key)) places.set(value.key, place);
  return places;
}
