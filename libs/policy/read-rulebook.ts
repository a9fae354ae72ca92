import type { Citation } from '@zhiheng/calendar';
import type { Bilingual, LegalDate } from '@zhiheng/kernel';
import { mismatch } from './config-file.js';
import type { ConfigFault, Place } from './config-file.js';
import { compileExpression } from './expression.js';
import type { Expression, ExpressionUse } from './expression.js';
import { ratioOf } from './read-rule-set.js';
import type { CompiledData, CompiledRule, DataTemplate } from './rulebook.js';
import { rulebookSchema } from './rulebook-schema.js';
import { validate } from './validate.js';
import type { ConfigPath, YamlSource } from './yaml-source.js';

type WrittenRule = {
  readonly id: string;
  readonly title: Bilingual;
  readonly on: string;
  readonly if?: string;
  readonly then: {
    readonly start?: string;
    readonly signal?: string;
    readonly event: string;
    readonly instance: readonly string[];
    readonly subject?: { readonly kind: string; readonly id: string; readonly name: string };
    readonly data?: DataTemplate;
  };
  readonly from: LegalDate;
  readonly until?: LegalDate;
  readonly statutory?: boolean;
  readonly citation: Citation;
  readonly target?: number | string;
};

/** The places of a rule that later checks point at. */
export type RulePlaces = { readonly id: Place; readonly on: Place; readonly workflow: Place; readonly event: Place };
export type PlacedRule = { readonly compiled: CompiledRule; readonly places: RulePlaces };

/** Reads a rulebook.yaml; `jurisdiction` is absent for the national one. */
export function readRulebook(
  source: YamlSource,
  jurisdiction?: string,
): { readonly rules: readonly PlacedRule[]; readonly faults: readonly ConfigFault[] } {
  const verdict = validate(source, rulebookSchema);
  const faults = [...verdict.faults];
  const rules: PlacedRule[] = [];
  for (const [index, written] of verdict.soundItems<WrittenRule>('rules')) {
    const at: ConfigPath = ['rules', index];
    const found = readRule(source, written, { at, jurisdiction });
    faults.push(...found.faults);
    if (found.compiled) rules.push({ compiled: found.compiled, places: placesOf(source, at, written) });
  }
  return { rules, faults };
}

function readRule(
  source: YamlSource,
  written: WrittenRule,
  { at, jurisdiction }: { readonly at: ConfigPath; readonly jurisdiction: string | undefined },
): { readonly compiled?: CompiledRule; readonly faults: readonly ConfigFault[] } {
  const faults: ConfigFault[] = [];
  const compile = (text: string, use: ExpressionUse, path: ConfigPath): Expression => {
    const compiled = compileExpression(text, use);
    if ('evaluate' in compiled) return compiled;
    const { offset, expected, found } = compiled;
    const what = { zh: '表达式不对', en: 'wrong expression' };
    faults.push(mismatch(source.placeInText([...at, ...path], offset), { what, expected, found }));
    return REFUSED;
  };
  const compileData = (template: DataTemplate, path: ConfigPath): CompiledData =>
    new Map(Object.entries(template).map(([field, part]) => [field, compilePart(part, [...path, field])] as const));
  const compilePart = (part: DataTemplate[string], path: ConfigPath): Expression | number | boolean | CompiledData => {
    if (typeof part === 'string') return compile(part, 'data', path);
    return typeof part === 'object' ? compileData(part, path) : part;
  };

  if (written.until !== undefined && written.until < written.from) {
    const what = { zh: '最后一天早于生效日期', en: 'a rule ends before it begins' };
    faults.push(mismatch(source.place([...at, 'until']), { what, expected: `>= ${written.from}`, found: written.until }));
  }
  const { then, target, ...rest } = written;
  const { subject } = then;
  const compiled: CompiledRule = {
    rule: {
      ...rest,
      then: {
        mode: then.start === undefined ? 'signal' : 'start',
        workflow: then.start ?? then.signal!,
        event: then.event,
        instance: then.instance,
        ...(subject ? { subject } : {}),
        data: then.data ?? {},
      },
      statutory: written.statutory ?? true,
      ...(target === undefined ? {} : { target: ratioOf(target) }),
      ...(jurisdiction === undefined ? {} : { jurisdiction }),
    },
    ...(written.if === undefined ? {} : { condition: compile(written.if, 'condition', ['if']) }),
    identity: then.instance.map((text, part) => compile(text, 'identity', ['then', 'instance', part])),
    ...(subject
      ? {
          subject: {
            kind: compile(subject.kind, 'identity', ['then', 'subject', 'kind']),
            id: compile(subject.id, 'identity', ['then', 'subject', 'id']),
            name: compile(subject.name, 'identity', ['then', 'subject', 'name']),
          },
        }
      : {}),
    data: compileData(then.data ?? {}, ['then', 'data']),
  };
  return faults.length > 0 ? { faults } : { compiled, faults };
}

// Stands in for an expression that did not compile, so that the other expressions of the rule are still looked at; a rule with a fault is never kept.
const REFUSED: Expression = { text: '', evaluate: () => undefined };

function placesOf(source: YamlSource, at: ConfigPath, { then }: WrittenRule): RulePlaces {
  return {
    id: source.place([...at, 'id']),
    on: source.place([...at, 'on']),
    workflow: source.place([...at, 'then', then.start === undefined ? 'signal' : 'start']),
    event: source.place([...at, 'then', 'event']),
  };
}
