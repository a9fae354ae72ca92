import { checkUscc, ZhihengError } from '@zhiheng/kernel';
import type { Bilingual, LegalDate, Uscc } from '@zhiheng/kernel';
import type { ImportProfile, ImportTables } from '../profile/import-profile.js';
import { decideRegime } from '../profile/regimes.js';
import type { Regime } from '../profile/regimes.js';
import { closeUp } from '../reading/clean-text.js';
import { readProductionDate, wholeDate } from '../values/dates.js';
import type { ProductionDate } from '../values/dates.js';
import { DECLARED, isWithinLimit } from '../values/limit.js';
import { readParties } from '../values/parties.js';
import type { PartyName } from '../values/parties.js';
import { readPublisher } from '../values/publisher.js';
import type { Announcer, PublisherMatch } from '../values/publisher.js';
import { readItems } from '../values/test-items.js';
import type { TestItem } from '../values/test-items.js';
import type { Reject, RowCells } from './row-cells.js';
import type { Conforming } from './spot-check.js';

/** A row that could be read, before rows are grouped into samples. */
export type ReadRow = {
  readonly line: number;
  readonly product: string;
  readonly category?: string;
  /** Undefined when neither the source nor the category tells. */
  readonly regime?: Regime;
  readonly parties: readonly PartyName[];
  readonly sampledUnit?: PartyName;
  readonly spec?: string;
  readonly trademark?: string;
  readonly producedOn?: ProductionDate;
  readonly batch?: string;
  readonly reference?: string;
  readonly conforming: Conforming;
  readonly items: readonly TestItem[];
  readonly announcedBy: Announcer;
  readonly announcedOn: LegalDate;
  readonly channel: 'on-site' | 'online';
  readonly retested: boolean;
  readonly laboratory?: string;
  readonly sourceUrl?: string;
  readonly remarks?: string;
  readonly warnings: readonly Bilingual[];
};

export type ReadOutcome = { readonly row: ReadRow } | { readonly reject: Reject };

/** Reads the cells of one spot-check row, or says why a case handler could not use it. */
export function readRow(profile: ImportProfile, line: number, cells: RowCells): ReadOutcome {
  const tables = tablesOf(profile);
  const announcedOn =
    cells.announcedOn === undefined ? undefined : wholeDate(cells.announcedOn, profile.dates.announcedOn ?? []);
  const verdict = cells.verdict === undefined ? profile.verdictWhenAbsent : profile.verdicts.get(cells.verdict.toLowerCase());
  const publisher = publisherOf(profile, tables, cells);
  const fault = frameFault(profile, cells, { announcedOn, verdict, publisher });
  if (fault !== undefined) return { reject: fault };
  const codes = readCodes(cells);
  if ('reject' in codes) return codes;
  const failed = verdict !== 'conforming';
  if (verdict === 'nonConforming' && cells.item === undefined) return { reject: ITEM_MISSING };

  const warnings: Bilingual[] = [];
  const category = optional('category', cells.category?.replace(/\s*-->\s*/g, '/'));
  const { rule, announcer } = publisher!;
  const remarks = cells.remarks;
  const parties = partiesOf(cells, codes.producer);
  const sampledUnit = sampledUnitOf(cells, codes.sampledUnit);
  const produced = producedOf(profile, cells, rule.batchIsReference);
  const items = failed && cells.item !== undefined ? itemsOf(cells, tables, rule.decimalComma, warnings) : [];
  if (verdict === 'nonConforming')
    warnings.push(...failureWarnings({ cells, parties, sampledUnit, items, unreliable: produced.unreliable }));
  if (produced.producedOn?.date !== undefined && produced.producedOn.date > announcedOn!)
    warnings.push(PRODUCED_AFTER_ANNOUNCED);
  return {
    row: {
      line,
      product: cells.product!,
      ...category,
      ...optional('regime', decideRegime(profile.regimes, tables.regimes, { ...cells, ...category })),
      parties,
      ...optional('sampledUnit', sampledUnit),
      ...optional('spec', cells.spec),
      ...optional('trademark', cells.trademark),
      ...optional('producedOn', produced.producedOn),
      ...optional('batch', produced.batch),
      ...optional('reference', rule.batchIsReference ? cells.batch : cells.sampleNumber),
      conforming: verdict === 'undetermined' ? 'undetermined' : verdict === 'conforming',
      items,
      announcedBy: announcer,
      announcedOn: announcedOn!,
      channel: isOnline(cells) ? 'online' : 'on-site',
      retested: /复检/.test(`${cells.laboratory ?? ''}${cells.measured ?? ''}${remarks ?? ''}`),
      ...optional('laboratory', cells.laboratory),
      ...optional('sourceUrl', cells.url),
      ...optional('remarks', remarks),
      warnings,
    },
  };
}

function tablesOf(profile: ImportProfile): ImportTables {
  if (profile.tables !== undefined) return profile.tables;
  throw new ZhihengError('IMPORT_TABLES_MISSING', {
    expected: 'a profile read by parseImportConfig, with key items, divisions and regimes 关键项目表、行政区划表和适用规定表',
    found: profile.path,
  });
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

function publisherOf(profile: ImportProfile, tables: ImportTables, cells: RowCells): PublisherMatch | undefined {
  const fallback = profile.publisherFallback;
  const text =
    cells.publisher ??
    (fallback === undefined ? undefined : fallback.pattern.exec(cells[fallback.field] ?? '')?.groups?.bureau);
  return text === undefined ? undefined : readPublisher(text, profile.publishers, tables.divisions);
}

type Frame = {
  readonly announcedOn: LegalDate | undefined;
  readonly verdict: string | undefined;
  readonly publisher: PublisherMatch | undefined;
};

// Date, verdict and authority together show whether the columns stand where the header says.
function frameFault(profile: ImportProfile, cells: RowCells, { announcedOn, verdict, publisher }: Frame): Reject | undefined {
  const wrong = [
    announcedOn === undefined &&
      fault(
        'ANNOUNCEMENT_DATE_UNREADABLE',
        '公告日期无法识别',
        'the date of announcement cannot be read',
        cells.announcedOn,
        'YYYY-MM-DD',
      ),
    verdict === undefined &&
      fault(
        'VERDICT_UNKNOWN',
        '判定不在已知用语中',
        'the verdict is not a known word',
        cells.verdict,
        [...profile.verdicts.keys()].join(' / '),
      ),
    publisher === undefined &&
      fault(
        'PUBLISHER_UNKNOWN',
        '公告机关无法识别',
        'the announcing authority cannot be recognised',
        cells.publisher,
        profile.publishers.map(({ pattern }) => pattern.source).join(' / '),
      ),
  ].filter((each) => each !== false);
  if (wrong.length > 1 && wrong.some(({ found }) => found !== '')) {
    const { expected, found } = wrong[0]!;
    return {
      code: 'SHIFTED_COLUMNS',
      why: {
        zh: '列错位：公告日期、判定、公告机关不在各自的列中',
        en: 'columns have slipped: date, verdict and authority are not in their columns',
      },
      expected: expected!,
      found: found!,
    };
  }
  if (wrong.length > 0) return wrong[0];
  if (cells.product === undefined)
    return fault('PRODUCT_MISSING', '没有产品名称', 'no product name', cells.product, '样品名称 product name');
  return undefined;
}

function fault(code: string, zh: string, en: string, found: string | undefined, expected: string): Reject {
  return { code, why: { zh, en }, expected, found: found ?? '' };
}

const ITEM_MISSING: Reject = {
  code: 'ITEM_MISSING',
  why: {
    zh: '判定不合格但没有不合格项目：无从通知、立案或复检',
    en: 'judged non-conforming without naming an item: nothing to notify, file or retest',
  },
  expected: '不合格项目 failed item',
  found: '',
};

function readCodes(cells: RowCells): { readonly producer?: Uscc; readonly sampledUnit?: Uscc } | { readonly reject: Reject } {
  const codes: { producer?: Uscc; sampledUnit?: Uscc } = {};
  for (const [party, text] of [
    ['producer', cells.producerUscc],
    ['sampledUnit', cells.sampledUnitUscc],
  ] as const) {
    if (text === undefined) continue;
    const check = checkUscc(text);
    if (!check.valid) return { reject: usccReject(check) };
    codes[party] = check.uscc;
  }
  return codes;
}

/** The quarantine reason for a unified social credit code that is not valid. */
export function usccReject({
  reason,
  expected,
  found,
}: {
  readonly reason: string;
  readonly expected: string;
  readonly found: string;
}): Reject {
  return {
    code: `USCC_${reason}`,
    why: { zh: '统一社会信用代码不符合GB 32100-2015', en: 'the unified social credit code does not satisfy GB 32100-2015' },
    expected,
    found,
  };
}

function partiesOf(cells: RowCells, uscc: Uscc | undefined): readonly PartyName[] {
  if (cells.producer === undefined) return [];
  const forged = /假冒|冒用/.test(cells.remarks ?? '');
  const parties = readParties(cells.producer, { role: 'producer', address: cells.producerAddress });
  const owner = parties.find(({ role }) => role === 'producer') ?? parties[0];
  return parties.map((party) => ({
    ...party,
    ...(uscc !== undefined && party === owner && { uscc }),
    ...(forged && party.role === 'producer' && { disputed: true as const }),
  }));
}

function sampledUnitOf(cells: RowCells, uscc: Uscc | undefined): PartyName | undefined {
  if (cells.sampledUnit === undefined) return undefined;
  const { sampledUnit: text, sampledUnitAddress: address } = cells;
  return {
    name: closeUp(text),
    role: 'sampled-unit',
    text,
    ...(uscc !== undefined && { uscc }),
    ...(address !== undefined && { address }),
  };
}

function producedOf(
  profile: ImportProfile,
  cells: RowCells,
  batchIsReference: boolean,
): { readonly producedOn?: ProductionDate; readonly batch?: string; readonly unreliable: boolean } {
  const batch = batchIsReference ? undefined : cells.batch;
  if (cells.producedOn === undefined) return { ...optional('batch', batch), unreliable: false };
  const same = profile.producedOnUnreliableWhenEqualTo;
  if (same !== undefined && cells.producedOn === cells[same]) return { ...optional('batch', batch), unreliable: true };
  const read = readProductionDate(cells.producedOn, profile.dates.producedOn ?? []);
  return { ...optional('producedOn', read.producedOn), ...optional('batch', batch ?? read.batch), unreliable: false };
}

function itemsOf(cells: RowCells, tables: ImportTables, decimalComma: boolean, warnings: Bilingual[]): readonly TestItem[] {
  const limit = cells.declared === undefined ? cells.limit : `${cells.limit ?? ''}${DECLARED}${cells.declared}`;
  const read = readItems({ item: cells.item!, measured: cells.measured, limit, unit: cells.unit }, tables.keyItems, {
    decimalComma,
  });
  warnings.push(...read.warnings);
  return read.items;
}

type Failure = {
  readonly cells: RowCells;
  readonly parties: readonly PartyName[];
  readonly sampledUnit: PartyName | undefined;
  readonly items: readonly TestItem[];
  readonly unreliable: boolean;
};

function failureWarnings({ cells, parties, sampledUnit, items, unreliable }: Failure): readonly Bilingual[] {
  const warnings: Bilingual[] = [];
  if (cells.measured === undefined && items.every(({ limit }) => limit === undefined))
    warnings.push({
      zh: '公告未载明检验结果和标准值：立案前应向公告机关调取检验报告',
      en: 'neither result nor limit announced: obtain the test report before filing a case',
    });
  if (parties.length === 0 && sampledUnit === undefined)
    warnings.push({
      zh: '生产企业和被抽样单位均不明：须向公告机关查明',
      en: 'neither producer nor sampled unit is known: ask the announcing authority',
    });
  if (parties.some(({ disputed }) => disputed === true))
    warnings.push({
      zh: '标称生产企业涉嫌被假冒：核实后方可对其立案',
      en: 'the name of the producer is said to be forged: verify before acting against it',
    });
  if (unreliable)
    warnings.push({
      zh: '生产日期与公告日期相同，不可信，视为不明',
      en: 'production date equals the announcement date: unreliable, taken as unknown',
    });
  for (const { name, limit, measured } of items) {
    if (limit !== undefined && measured !== undefined && isWithinLimit(limit, measured.values))
      warnings.push({
        zh: `项目“${name}”的结果${measured.text}未超出标准值${limit.text}，请核对`,
        en: `item "${name}": the result ${measured.text} is within the limit ${limit.text}, check`,
      });
  }
  return warnings;
}

const PRODUCED_AFTER_ANNOUNCED: Bilingual = {
  zh: '生产日期晚于公告日期，请核对',
  en: 'produced after it was announced, check',
};

function isOnline(cells: RowCells): boolean {
  if (cells.channel !== undefined) return /网|online/i.test(cells.channel);
  return (
    /网抽|网络抽样|网店|网购|电商平台/.test(cells.remarks ?? '') ||
    /^https?:/.test(cells.sampledUnitAddress ?? '') ||
    /旗舰店|专营店.*网|天猫|淘宝|京东自营/.test(cells.sampledUnit ?? '')
  );
}
