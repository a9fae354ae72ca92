import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { LegalDate } from '@zhiheng/kernel';
import type { CalendarData, Citation, TermRule } from '../types.js';

const CONFIG = path.resolve(import.meta.dirname, '../../../config');

export type LawTerm = { readonly key: string; readonly from: string; readonly rule: TermRule; readonly citation: Citation };
type RuleSet = {
  readonly values?: readonly {
    readonly key: string;
    readonly kind: string;
    readonly statutory?: boolean;
    readonly versions: readonly { readonly from: string; readonly value: TermRule; readonly citation: Citation }[];
  }[];
};

/** The official calendar of China as `config/calendar/cn` has it, up to a year. */
export function calendarOfChina(until = 2026): CalendarData {
  const folder = path.join(CONFIG, 'calendar/cn');
  const years = readdirSync(folder).map((file) => readYaml<CalendarData['years'][number]>(path.join(folder, file)));
  return {
    id: 'cn',
    years: years
      .filter(({ year }) => year <= until)
      .sort((a, b) => a.year - b.year)
      .map(({ year, off, work }) => ({
        year,
        off: off.map((day) => day as LegalDate),
        work: work.map((day) => day as LegalDate),
      })),
  };
}

/** Every version of every term that config writes, national and local. */
export function lawTerms(): readonly LawTerm[] {
  const national = readdirSync(path.join(CONFIG, 'law')).map((file) => path.join(CONFIG, 'law', file));
  const local = readdirSync(path.join(CONFIG, 'jurisdictions')).map((code) =>
    path.join(CONFIG, 'jurisdictions', code, 'policy.yaml'),
  );
  return [...national, ...local].flatMap((file) =>
    (readYaml<RuleSet>(file).values ?? [])
      .filter(({ kind }) => kind === 'term')
      .flatMap(({ key, statutory, versions }) =>
        versions.map(({ from, value, citation }) => ({
          key,
          from,
          rule: { ...value, ...(statutory === false && { statutory }) },
          citation,
        })),
      ),
  );
}

/** The version of a term in force on a day. */
export function lawTerm(key: string, on: string): LawTerm {
  const term = lawTerms().findLast((version) => version.key === key && version.from <= on);
  if (term === undefined) throw new Error(`no term ${key} in force on ${on}`);
  return term;
}

function readYaml<T>(file: string): T {
  return parse(readFileSync(file, 'utf8')) as T;
}
