import { checkUscc } from '@zhiheng/kernel';
import type { Bilingual, LegalDate, Uscc } from '@zhiheng/kernel';
import type { ImportProfile } from '../profile/import-profile.js';
import type { RawRow } from '../reading/parse-csv.js';
import { closeUp, nameKey } from '../reading/clean-text.js';
import { quarantined } from '../spot-checks/normalise-spot-checks.js';
import { usccReject } from '../spot-checks/read-row.js';
import { rowReader } from '../spot-checks/row-cells.js';
import type { Reject, RowCells } from '../spot-checks/row-cells.js';
import type { Duplicate, Quarantined } from '../spot-checks/spot-check.js';
import { readCapital } from '../values/capital.js';
import type { Capital } from '../values/capital.js';
import { wholeDate } from '../values/dates.js';
import { enterpriseKey } from '../values/parties.js';

/** An enterprise as registered. */
export type EnterpriseRecord = {
  readonly uscc?: Uscc;
  readonly usccText: string;
  readonly name: string;
  readonly registeredOn?: LegalDate;
  readonly type?: string;
  /** Surname and asterisks: the name of a natural person is not kept. */
  readonly representativeMasked?: string;
  readonly capital?: Capital;
  readonly scope?: string;
  readonly province?: string;
  readonly city?: string;
  readonly address?: string;
  readonly warnings: readonly Bilingual[];
};

export type EnterpriseOutcome =
  { readonly kind: 'accepted'; readonly line: number; readonly enterprise: EnterpriseRecord } | Duplicate | Quarantined;
export type EnterpriseInput = {
  readonly profile: ImportProfile;
  readonly header?: RawRow | undefined;
  readonly rows: readonly RawRow[];
  readonly fileName: string;
};
export type NormalisedEnterprises = {
  readonly enterprises: readonly EnterpriseRecord[];
  readonly outcomes: readonly EnterpriseOutcome[];
};

/** Turns the rows of one file into enterprises; every data row has exactly one outcome. A code that two names claim is quarantined the second time. */
export function normaliseEnterprises({ profile, header, rows }: EnterpriseInput): NormalisedEnterprises {
  const readCells = rowReader(profile, header);
  const known = new Map<string, { readonly line: number; readonly name: string }>();
  const outcomes = rows.map((raw): EnterpriseOutcome => {
    const cells = readCells(raw);
    const read = 'reject' in cells ? cells : readEnterprise(profile, cells.cells);
    if ('reject' in read) return quarantined(raw, read.reject);
    const { enterprise } = read;
    const key = enterpriseKey(enterprise);
    const first = known.get(key);
    if (first === undefined) {
      known.set(key, { line: raw.line, name: enterprise.name });
      return { kind: 'accepted', line: raw.line, enterprise };
    }
    if (nameKey(first.name) !== nameKey(enterprise.name)) return quarantined(raw, codeTaken(enterprise, first));
    return {
      kind: 'duplicate',
      line: raw.line,
      of: { line: first.line },
      why: { zh: `与第${first.line}行为同一企业`, en: `the same enterprise as line ${first.line}` },
    };
  });
  return { enterprises: outcomes.flatMap((outcome) => (outcome.kind === 'accepted' ? [outcome.enterprise] : [])), outcomes };
}

function codeTaken(enterprise: EnterpriseRecord, first: { readonly line: number; readonly name: string }): Reject {
  return {
    code: 'USCC_TAKEN',
    why: {
      zh: `统一社会信用代码${enterprise.usccText}在第${first.line}行属于另一企业`,
      en: `the unified social credit code ${enterprise.usccText} belongs to another enterprise in line ${first.line}`,
    },
    expected: first.name,
    found: enterprise.name,
  };
}

function readEnterprise(
  profile: ImportProfile,
  cells: RowCells,
): { readonly enterprise: EnterpriseRecord } | { readonly reject: Reject } {
  const slipped = shiftedFault(profile, cells);
  if (slipped !== undefined) return { reject: slipped };
  if (cells.name === undefined)
    return {
      reject: {
        code: 'NAME_MISSING',
        why: { zh: '没有企业名称', en: 'no enterprise name' },
        expected: '企业名称 name',
        found: '',
      },
    };
  const check = cells.uscc === undefined ? undefined : checkUscc(cells.uscc);
  if (check?.valid === false) return { reject: usccReject(check) };
  const warnings: Bilingual[] = [];
  const registeredOn =
    cells.registeredOn === undefined ? undefined : wholeDate(cells.registeredOn, profile.dates.registeredOn ?? []);
  const capital = cells.capital === undefined ? undefined : readCapital(cells.capital);
  if (check === undefined)
    warnings.push({ zh: '没有统一社会信用代码，只能按名称识别', en: 'no unified social credit code: known by name only' });
  if (cells.registeredOn !== undefined && registeredOn === undefined)
    warnings.push({
      zh: `成立日期“${cells.registeredOn}”无法识别`,
      en: `date of registration "${cells.registeredOn}" cannot be read`,
    });
  if (capital !== undefined && capital.amount === undefined)
    warnings.push({ zh: `注册资本“${capital.text}”无法换算`, en: `registered capital "${capital.text}" cannot be read` });
  const province =
    cells.province === undefined ? undefined : (profile.tables?.divisions.byName.get(cells.province)?.name ?? cells.province);
  const city =
    cells.city === undefined ? undefined : (profile.tables?.divisions.cityByName.get(cells.city)?.city ?? cells.city);
  return {
    enterprise: {
      ...(check !== undefined && { uscc: check.uscc }),
      usccText: cells.uscc ?? '',
      name: closeUp(cells.name),
      ...(registeredOn !== undefined && { registeredOn }),
      ...(cells.type !== undefined && { type: cells.type }),
      ...(cells.representative !== undefined && { representativeMasked: maskPerson(cells.representative) }),
      ...(capital !== undefined && { capital }),
      ...(cells.scope !== undefined && { scope: cells.scope }),
      ...(province !== undefined && { province }),
      ...(city !== undefined && { city }),
      ...(cells.address !== undefined && { address: cells.address }),
      warnings,
    },
  };
}

// An unquoted comma in a foreign name moves every later cell: a province that is no province shows it.
function shiftedFault(profile: ImportProfile, cells: RowCells): Reject | undefined {
  const divisions = profile.tables?.divisions;
  if (divisions === undefined || cells.province === undefined || divisions.byName.has(cells.province)) return undefined;
  return {
    code: 'SHIFTED_COLUMNS',
    why: {
      zh: '列错位：省份一栏不是省级行政区（常见于外国人姓名含未加引号的逗号）',
      en: 'columns have slipped: the province is not one (often an unquoted comma in a foreign name)',
    },
    expected: '省级行政区 a province',
    found: cells.province,
  };
}

/** 张三丰 -> 张**; names already masked, and companies that act as representative, stay as they are. */
export function maskPerson(name: string): string {
  if (name.includes('*') || /公司|企业|中心|合伙|厂$|局$/.test(name)) return name;
  const first = [...name][0]!;
  return `${first}${'*'.repeat(Math.max(1, Math.min(2, [...name].length - 1)))}`;
}
