import type { Json, JsonObject } from '@zhiheng/kernel';
import { randomFrom } from '@zhiheng/sample-data';
import type { Random } from '@zhiheng/sample-data';
import { addDays } from '../year/days.js';
import { valueAt } from './view.js';
import type { View } from './view.js';

type Schema = JsonObject & { readonly type?: string };

export type Filling = {
  readonly seed: string;
  /** Values by field name. */
  readonly fields: JsonObject;
  readonly view: View;
  /** Day on which it is sent. */
  readonly on: string;
};

/**
 * Fills the form of an event: what the choice says, else what the behaviour says of fields of that name, else what the schema asks
 * for. Optional fields stay empty unless the choice names them.
 */
export function fillForm(filling: Filling, form: JsonObject, own: JsonObject = {}): JsonObject {
  const random = randomFrom(`${filling.seed}|${filling.view.id}|${filling.view.seq}|form`);
  const required = (form['required'] ?? []) as readonly string[];
  const entries = Object.entries((form['properties'] ?? {}) as Readonly<Record<string, Schema>>).flatMap(([name, schema]) => {
    if (!required.includes(name) && !(name in own)) return [];
    const template = own[name] ?? filling.fields[name];
    const said = template === undefined ? undefined : resolve(filling, random, template);
    const value = said !== undefined && isOf(schema, said) ? said : plain(filling, random, schema);
    return [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** A template of the behaviour file as a value: `{ $day: 7 }`, `{ $from: 'context.proposal.penalties' }`, `文号{number}`, … */
function resolve(filling: Filling, random: Random, template: Json): Json | undefined {
  if (typeof template === 'string') return words(filling, template);
  if (Array.isArray(template)) return template.map((one) => resolve(filling, random, one as Json) ?? null);
  if (typeof template !== 'object' || template === null) return template;
  const spec = template as JsonObject;
  if ('$from' in spec) return valueAt(filling.view, String(spec['$from']));
  if ('$day' in spec) return addDays(filling.on, Number(spec['$day']));
  if ('$pick' in spec) return resolve(filling, random, random.pick(spec['$pick'] as readonly Json[]));
  if ('$number' in spec) return random.between(...(spec['$number'] as unknown as [number, number]));
  if ('$chance' in spec) return random.chance(Number(spec['$chance']));
  if ('$owed' in spec) return owed(filling.view);
  if ('$failed' in spec) return failedItems(filling.view);
  return Object.fromEntries(
    Object.entries(spec).map(([name, value]) => [name, resolve(filling, random, value as Json) ?? null]),
  );
}

function words({ view, on, seed }: Filling, text: string): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (name === 'year') return on.slice(0, 4);
    if (name === 'number') return String(randomFrom(`${seed}|${view.id}|${view.seq}|number`).between(1, 99_999));
    if (name === 'name') return view.subject.name;
    return whole;
  });
}

/** What is still to be paid: fine and confiscated income, less what came in instalments. */
function owed({ context }: View): number {
  const { penalties = [] } = (context['decision'] ?? {}) as {
    readonly penalties?: readonly { kind: string; amount?: number }[];
  };
  const instalments = (context['instalments'] ?? []) as readonly { readonly paid: number }[];
  const due = penalties
    .filter(({ kind }) => kind === 'fine' || kind === 'confiscation-income')
    .reduce((sum, { amount = 0 }) => sum + amount, 0);
  return Math.max(0, due - instalments.reduce((sum, { paid }) => sum + paid, 0));
}

function failedItems({ context }: View): readonly string[] {
  const found = (context['test'] ?? context['report']) as {
    readonly items?: readonly { name: string; microbiological?: boolean }[];
  };
  return (found?.items ?? []).filter(({ microbiological }) => microbiological !== true).map(({ name }) => name);
}

function plain(filling: Filling, random: Random, schema: Schema): Json {
  const { oneOf, type, format, items, minItems, minimum, title } = schema as Schema & {
    readonly oneOf?: readonly { readonly const: string }[];
    readonly items?: Schema;
    readonly minItems?: number;
    readonly minimum?: number;
  };
  if (oneOf !== undefined) return oneOf[0]!.const;
  if (format === 'date') return filling.on;
  if (type === 'boolean') return true;
  if (type === 'number' || type === 'integer') return minimum ?? 0;
  if (type === 'object') return fillForm(filling, schema);
  if (type === 'array')
    return Array.from({ length: Math.max(1, minItems ?? 1) }, (_, index) => {
      const one = plain(filling, random, items ?? {});
      return typeof one === 'string' && index > 0 ? `${one}${index + 1}` : one;
    });
  return String(title ?? '无').slice(0, 60);
}

function isOf(schema: Schema, value: Json): boolean {
  const { type, oneOf } = schema as Schema & { readonly oneOf?: readonly { readonly const: string }[] };
  if (oneOf !== undefined) return oneOf.some((one) => one.const === value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer' || type === 'number') return typeof value === 'number';
  return type === undefined || typeof value === type;
}
