import type { Bilingual } from '@zhiheng/kernel';
import { mismatch } from './config-file.js';
import type { ConfigFault, Place } from './config-file.js';
import type { Jurisdiction } from './jurisdiction.js';
import { jurisdictionSchema, LEVELS } from './jurisdiction-schema.js';
import { validate } from './validate.js';
import type { YamlSource } from './yaml-source.js';

type Written = {
  readonly code: string | number;
  readonly name: Bilingual;
  readonly level: Jurisdiction['level'];
  readonly province: string | number;
  readonly parent?: string | number;
  readonly calendar: string;
  readonly lawRuleSets: 'all' | readonly string[];
};

/** What exists beside this file: names that it may refer to. Counted by file, so that a broken file causes no second fault. */
export type Neighbours = {
  readonly folder: string;
  readonly jurisdictions: ReadonlySet<string>;
  readonly ruleSets: ReadonlySet<string>;
  readonly calendars: ReadonlySet<string>;
};

/** Reads `config/jurisdictions/<code>/jurisdiction.yaml`. */
export function readJurisdiction(
  source: YamlSource,
  neighbours: Neighbours,
): { readonly jurisdiction?: Jurisdiction; readonly faults: readonly ConfigFault[] } {
  const { faults } = validate(source, jurisdictionSchema);
  if (faults.length > 0) return { faults };
  const written = source.content as unknown as Written;
  const jurisdiction: Jurisdiction = {
    code: String(written.code),
    name: written.name,
    level: written.level,
    province: String(written.province),
    ...(written.parent === undefined ? {} : { parent: String(written.parent) }),
    calendar: written.calendar,
    lawRuleSets: written.lawRuleSets,
  };
  const wrong = referenceFaults(source, jurisdiction, neighbours);
  // Under a code that is not its folder's it would be taken for another jurisdiction.
  return jurisdiction.code === neighbours.folder ? { jurisdiction, faults: wrong } : { faults: wrong };
}

function referenceFaults(source: YamlSource, jurisdiction: Jurisdiction, neighbours: Neighbours): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  const { code, level, province, parent, calendar, lawRuleSets } = jurisdiction;
  if (code !== neighbours.folder) {
    const what = { zh: '代码应与文件夹名一致', en: 'a jurisdiction lies in the folder of its code' };
    faults.push(mismatch(source.place(['code']), { what, expected: neighbours.folder, found: code }));
  }
  const home = level === 'province' ? code : `${code.slice(0, 2)}0000`;
  if (province !== home) {
    const what = { zh: '省代码与辖区代码不符（GB/T 2260）', en: 'the code of the province does not fit (GB/T 2260)' };
    faults.push(mismatch(source.place(['province']), { what, expected: home, found: province }));
  }
  if (parent !== undefined && !neighbours.jurisdictions.has(parent)) {
    const what = { zh: '上一级辖区没有配置', en: 'the level above is not configured' };
    faults.push(mismatch(source.place(['parent']), { what, expected: listed(neighbours.jurisdictions, code), found: parent }));
  }
  if (!neighbours.calendars.has(calendar)) {
    const what = { zh: '没有这个日历', en: 'no such calendar' };
    faults.push(mismatch(source.place(['calendar']), { what, expected: listed(neighbours.calendars), found: calendar }));
  }
  for (const [index, ruleSet] of lawRuleSets === 'all' ? [] : lawRuleSets.entries()) {
    if (neighbours.ruleSets.has(ruleSet)) continue;
    const what = { zh: '没有这个国家规则集', en: 'no such national rule set' };
    faults.push(
      mismatch(source.place(['lawRuleSets', index]), { what, expected: listed(neighbours.ruleSets), found: ruleSet }),
    );
  }
  return faults;
}

function listed(names: ReadonlySet<string>, without?: string): string {
  return (
    [...names]
      .filter((name) => name !== without)
      .sort()
      .join(' | ') || '（无 none）'
  );
}

/** The level above is really above: this also keeps a chain of parents from biting its tail. */
export function levelFaults(
  jurisdictions: ReadonlyMap<string, Jurisdiction>,
  placeOfParent: (code: string) => Place,
): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  for (const { code, level, parent } of jurisdictions.values()) {
    const above = parent === undefined ? undefined : jurisdictions.get(parent);
    if (above === undefined || LEVELS.indexOf(above.level) > LEVELS.indexOf(level)) continue;
    const what = { zh: '上一级辖区的级别应更高', en: 'the level above must be higher' };
    const expected = LEVELS.slice(LEVELS.indexOf(level) + 1).join(' | ') || '（无 none）';
    faults.push(mismatch(placeOfParent(code), { what, expected, found: above.level }));
  }
  return faults;
}
