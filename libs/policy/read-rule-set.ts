import type { Citation } from '@zhiheng/calendar';
import type { Bilingual, Json, JsonObject, LegalDate } from '@zhiheng/kernel';
import { mismatch } from './config-file.js';
import type { ConfigFault, Place } from './config-file.js';
import type { PolicyVersion } from './policy-book.js';
import { policySchema, ruleSetSchema } from './rule-set-schema.js';
import type { PolicyKind } from './rule-set-schema.js';
import { validate } from './validate.js';
import type { YamlSource } from './yaml-source.js';

/** A version with the place where it stands. */
export type PlacedVersion = PolicyVersion & { readonly place: Place };

type WrittenValue = {
  readonly key: string;
  readonly kind: PolicyKind;
  readonly title: Bilingual;
  readonly statutory?: boolean;
  readonly versions: readonly {
    readonly from: LegalDate;
    readonly until?: LegalDate;
    readonly value: Json;
    readonly citation: Citation;
  }[];
};

/** Reads `config/law/<ruleset>.yaml` or, with a code, `config/jurisdictions/<code>/policy.yaml`. */
export function readRuleSet(
  source: YamlSource,
  owner: { readonly ruleSet: string } | { readonly code: string },
): { readonly versions: readonly PlacedVersion[]; readonly faults: readonly ConfigFault[] } {
  const verdict = validate(source, 'code' in owner ? policySchema : ruleSetSchema);
  const faults = [...verdict.faults];
  const written = (source.content as { readonly ruleSet?: Json } | null)?.ruleSet;
  if ('ruleSet' in owner && typeof written === 'string' && written !== owner.ruleSet) {
    const what = { zh: '规则集名称应与文件名一致', en: 'a rule set is named like its file' };
    faults.push(mismatch(source.place(['ruleSet']), { what, expected: owner.ruleSet, found: written }));
  }
  const ruleSet = typeof written === 'string' ? written : 'code' in owner ? owner.code : owner.ruleSet;

  const firstOfKey = new Map<string, number>();
  const versions: PlacedVersion[] = [];
  for (const [index, value] of verdict.soundItems<WrittenValue>('values')) {
    const first = firstOfKey.get(value.key);
    if (first !== undefined) {
      faults.push(duplicate(source.place(['values', index, 'key']), value.key, source.place(['values', first, 'key'])));
      continue;
    }
    firstOfKey.set(value.key, index);
    for (const [nth, version] of value.versions.entries()) {
      const place = source.place(['values', index, 'versions', nth]);
      if (version.until !== undefined && version.until <= version.from) {
        const what = { zh: '失效日期应晚于施行日期', en: 'a version must end after it begins' };
        faults.push(
          mismatch(source.place(['values', index, 'versions', nth, 'until']), {
            what,
            expected: `> ${version.from}`,
            found: version.until,
          }),
        );
        continue;
      }
      const statutory = isStatutory(value, version.value);
      versions.push({
        place,
        from: version.from,
        ...(version.until === undefined ? {} : { until: version.until }),
        value: {
          key: value.key,
          kind: value.kind,
          value: plainValue(value.kind, version.value, statutory),
          citation: version.citation,
          title: value.title,
          ruleSet,
          from: version.from,
          statutory,
        },
      });
    }
  }
  return { versions, faults };
}

/** A term may say so itself, beside its entry: either is enough to make it no law. */
function isStatutory({ kind, statutory = true }: WrittenValue, value: Json): boolean {
  return statutory && !(kind === 'term' && (value as JsonObject).statutory === false);
}

function plainValue(kind: PolicyKind, written: Json, statutory: boolean): Json {
  if (kind === 'ratio') return ratioOf(written as number | string);
  // The clock explains itself from its term alone, so the term must know that it is no law.
  return kind === 'term' && !statutory ? { ...(written as JsonObject), statutory: false } : written;
}

/** `95%` -> 0.95 */
export function ratioOf(written: number | string): number {
  return typeof written === 'number' ? written : Number(written.slice(0, -1)) / 100;
}

export function duplicate(place: Place, name: string, first: Place): ConfigFault {
  const at = `${first.file}:${first.line}`;
  return {
    ...place,
    reason: { zh: `重复：${name} 已在 ${at} 定义`, en: `duplicate: ${name} is already defined at ${at}` },
    expected: '唯一 unique',
    found: name,
  };
}
