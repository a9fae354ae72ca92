import type { Bilingual } from '@zhiheng/kernel';
import { datePattern } from '../values/dates.js';
import type { Limit } from '../values/limit.js';
import { DIVISIONS_SCHEMA, KEY_ITEMS_SCHEMA, PROFILE_SCHEMA, REGIMES_SCHEMA } from './config-schema.js';
import { indexDivisions } from './divisions.js';
import type { Divisions, Province } from './divisions.js';
import type {
  AuthorityLevel,
  ConfigFault,
  ConfigFile,
  ImportKind,
  ImportProfile,
  ImportTables,
  Verdict,
} from './import-profile.js';
import type { KeyItems } from './key-items.js';
import { readYaml } from './read-yaml.js';
import type { Regime, Regimes } from './regimes.js';

type ProfileFile = {
  readonly source: string;
  readonly kind: ImportKind;
  readonly title: Bilingual;
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly required: readonly string[];
  readonly layouts?: readonly {
    readonly name: string;
    readonly columns: readonly (string | null)[];
    readonly shape: Readonly<Record<string, string>>;
  }[];
  readonly rejects?: readonly {
    readonly when: Readonly<Record<string, string>>;
    readonly code: string;
    readonly field: string;
    readonly expected: string;
    readonly why: Bilingual;
  }[];
  readonly unknown: readonly string[];
  readonly verdicts?: Readonly<Record<Verdict, readonly string[]>>;
  readonly verdictWhenAbsent?: Verdict;
  readonly dates: Readonly<Record<string, readonly string[]>>;
  readonly producedOnUnreliableWhenEqualTo?: string;
  readonly publishers?: readonly {
    readonly pattern: string;
    readonly name?: Bilingual;
    readonly level?: AuthorityLevel;
    readonly decimalComma?: boolean;
    readonly batchIsReference?: boolean;
  }[];
  readonly publisherFallback?: { readonly field: string; readonly pattern: string };
  readonly regimes?: readonly { readonly when: Readonly<Record<string, string>>; readonly regime: Regime }[];
};
type KeyItemsFile = {
  readonly basis: string;
  readonly groups: readonly (Omit<KeyItems['groups'][number], 'patterns'> & { readonly patterns: readonly string[] })[];
  readonly microbiological: { readonly patterns: readonly string[]; readonly except: readonly string[] };
  readonly whenLimitIs: { readonly kinds: readonly Limit['kind'][]; readonly reason: Bilingual };
};

type RegimesFile = {
  readonly basis: string;
  readonly groups: readonly (Omit<Regimes['groups'][number], 'patterns'> & { readonly patterns: readonly string[] })[];
};

export type ParsedProfile = { readonly profile: ImportProfile } | { readonly faults: readonly ConfigFault[] };
export type ImportConfig = {
  readonly profiles: readonly ImportProfile[];
  readonly tables?: ImportTables;
  readonly faults: readonly ConfigFault[];
};

/**
 * Reads every file of `config/import`: the profiles, and the tables (`table: key-items`, `table: divisions`, `table: regimes`) that spot checks need.
 * @returns the profiles with their tables, in the order of their sources; nothing may be imported while there are faults.
 */
export function parseImportConfig(files: readonly ConfigFile[]): ImportConfig {
  const faults: ConfigFault[] = [];
  const tables: { keyItems?: KeyItems; divisions?: Divisions; regimes?: Regimes } = {};
  const profileFiles: ConfigFile[] = [];
  for (const file of files) {
    const name = /^table:\s*(\S+)/m.exec(file.text)?.[1];
    if (name === undefined) profileFiles.push(file);
    else if (name === 'key-items') take(parseKeyItems(file), (keyItems) => (tables.keyItems = keyItems));
    else if (name === 'divisions') take(parseDivisions(file), (divisions) => (tables.divisions = divisions));
    else if (name === 'regimes') take(parseRegimes(file), (regimes) => (tables.regimes = regimes));
    else
      faults.push({
        path: file.path,
        line: 1,
        reason: `unknown table 未知的表 "${name}": expected 应为 key-items, divisions, regimes`,
      });
  }
  const complete =
    tables.keyItems !== undefined && tables.divisions !== undefined && tables.regimes !== undefined
      ? { keyItems: tables.keyItems, divisions: tables.divisions, regimes: tables.regimes }
      : undefined;
  if (complete === undefined && faults.length === 0)
    faults.push({
      path: 'config/import',
      line: 1,
      reason: 'key-items.yaml, divisions.yaml and regimes.yaml are needed 缺少关键项目表、行政区划表或适用规定表',
    });
  const profiles: ImportProfile[] = [];
  for (const file of profileFiles) {
    const parsed = parseProfile(file, complete);
    if ('faults' in parsed) faults.push(...parsed.faults);
    else if (profiles.some(({ source }) => source === parsed.profile.source))
      faults.push({ path: file.path, line: 1, reason: `source "${parsed.profile.source}" is defined twice 来源重复定义` });
    else profiles.push(parsed.profile);
  }
  profiles.sort((a, b) => (a.source < b.source ? -1 : 1));
  return { profiles, ...(complete !== undefined && { tables: complete }), faults };

  function take<T>(read: { readonly value: T } | { readonly faults: readonly ConfigFault[] }, keep: (value: T) => void): void {
    if ('faults' in read) faults.push(...read.faults);
    else keep(read.value);
  }
}

/** Reads one profile. Spot checks cannot be normalised without `tables`: use `parseImportConfig` to have both. */
export function parseProfile(file: ConfigFile, tables?: ImportTables): ParsedProfile {
  const read = readYaml(file, () => PROFILE_SCHEMA);
  if ('faults' in read) return read;
  const source = read.value as ProfileFile;
  const faults = unknownFields(file, source);
  if (faults.length > 0) return { faults };
  const verdicts = new Map<string, Verdict>();
  for (const [verdict, texts] of Object.entries(source.verdicts ?? {}))
    for (const text of texts) verdicts.set(text.toLowerCase(), verdict as Verdict);
  return {
    profile: {
      source: source.source,
      path: file.path,
      kind: source.kind,
      title: source.title,
      columns: source.columns,
      required: source.required,
      layouts: (source.layouts ?? []).map((layout) => ({ ...layout, shape: compileAll(layout.shape) })),
      rejects: (source.rejects ?? []).map((reject) => ({ ...reject, when: compileAll(reject.when) })),
      unknown: new Set(source.unknown),
      verdicts,
      ...(source.verdictWhenAbsent !== undefined && { verdictWhenAbsent: source.verdictWhenAbsent }),
      dates: Object.fromEntries(Object.entries(source.dates).map(([field, formats]) => [field, formats.map(datePattern)])),
      ...(source.producedOnUnreliableWhenEqualTo !== undefined && {
        producedOnUnreliableWhenEqualTo: source.producedOnUnreliableWhenEqualTo,
      }),
      publishers: (source.publishers ?? []).map(({ pattern, ...rule }) => ({
        decimalComma: false,
        batchIsReference: false,
        ...rule,
        pattern: new RegExp(pattern, 'u'),
      })),
      ...(source.publisherFallback !== undefined && {
        publisherFallback: {
          field: source.publisherFallback.field,
          pattern: new RegExp(source.publisherFallback.pattern, 'u'),
        },
      }),
      regimes: (source.regimes ?? []).map(({ when, regime }) => ({ when: compileAll(when), regime })),
      ...(tables !== undefined && { tables }),
    },
  };
}

function compileAll(sources: Readonly<Record<string, string>>): Record<string, RegExp> {
  return Object.fromEntries(Object.entries(sources).map(([field, source]) => [field, new RegExp(source, 'u')]));
}

// A field that no code reads, or a layout that names an undefined one, is a typing error that would lose a column silently.
const FIELDS: Readonly<Record<ImportKind, readonly string[]>> = {
  'spot-checks': [
    'aggregator',
    'query',
    'recordId',
    'notice',
    'sampleNumber',
    'product',
    'category',
    'producer',
    'producerUscc',
    'producerAddress',
    'sampledUnit',
    'sampledUnitUscc',
    'sampledUnitAddress',
    'spec',
    'trademark',
    'producedOn',
    'batch',
    'approval',
    'itemGroup',
    'item',
    'unit',
    'measured',
    'limit',
    'declared',
    'verdict',
    'channel',
    'publisher',
    'announcedOn',
    'sampler',
    'laboratory',
    'url',
    'remarks',
  ],
  enterprises: ['name', 'uscc', 'registeredOn', 'type', 'representative', 'capital', 'scope', 'province', 'city', 'address'],
};

function unknownFields(file: ConfigFile, profile: ProfileFile): readonly ConfigFault[] {
  const known = new Set(FIELDS[profile.kind]);
  const fromLayouts = (profile.layouts ?? []).flatMap(({ columns, shape }) => [
    ...columns.filter((field) => field !== null),
    ...Object.keys(shape),
  ]);
  const named = [
    ...Object.keys(profile.columns),
    ...profile.required,
    ...fromLayouts,
    ...Object.keys(profile.dates),
    ...(profile.rejects ?? []).flatMap(({ when }) => Object.keys(when)),
    ...(profile.regimes ?? []).flatMap(({ when }) => Object.keys(when)),
  ];
  const faults = [...new Set(named)]
    .filter((field) => !known.has(field))
    .map((field) => ({
      path: file.path,
      line: lineMentioning(file.text, field),
      reason: `unknown field 未知字段 "${field}": expected one of 应为 ${[...known].join(', ')}`,
    }));
  const missing = profile.required.filter((field) => known.has(field) && !(field in profile.columns));
  return [
    ...faults,
    ...missing.map((field) => ({
      path: file.path,
      line: lineMentioning(file.text, 'required'),
      reason: `required field 必需字段 "${field}" has no column 没有对应的列`,
    })),
  ];
}

function lineMentioning(text: string, word: string): number {
  const index = text
    .split('\n')
    .findIndex(
      (line) =>
        new RegExp(`(^|[^\\p{L}\\p{N}])${word}([^\\p{L}\\p{N}]|$)`, 'u').test(line) && !line.trimStart().startsWith('#'),
    );
  return index < 0 ? 1 : index + 1;
}

function parseKeyItems(file: ConfigFile): { readonly value: KeyItems } | { readonly faults: readonly ConfigFault[] } {
  const read = readYaml(file, () => KEY_ITEMS_SCHEMA);
  if ('faults' in read) return read;
  const table = read.value as KeyItemsFile;
  return {
    value: {
      ...table,
      groups: table.groups.map((group) => ({ ...group, patterns: regExps(group.patterns) })),
      microbiological: {
        patterns: regExps(table.microbiological.patterns),
        except: regExps(table.microbiological.except),
      },
    },
  };
}

function parseRegimes(file: ConfigFile): { readonly value: Regimes } | { readonly faults: readonly ConfigFault[] } {
  const read = readYaml(file, () => REGIMES_SCHEMA);
  if ('faults' in read) return read;
  const { basis, groups } = read.value as RegimesFile;
  return { value: { basis, groups: groups.map((group) => ({ ...group, patterns: regExps(group.patterns) })) } };
}

function regExps(sources: readonly string[]): readonly RegExp[] {
  return sources.map((source) => new RegExp(source, 'iu'));
}

function parseDivisions(file: ConfigFile): { readonly value: Divisions } | { readonly faults: readonly ConfigFault[] } {
  const read = readYaml(file, () => DIVISIONS_SCHEMA);
  if ('faults' in read) return read;
  return { value: indexDivisions((read.value as { provinces: readonly Province[] }).provinces) };
}
