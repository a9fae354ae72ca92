import type { Json, JsonObject } from '@zhiheng/kernel';
import type { Conditions } from './behaviour.js';

/** A procedure as GET /api/procedures/:id shows it: what an officer sees before deciding what to do. */
export type View = {
  readonly id: string;
  readonly workflow: string;
  readonly jurisdiction: string;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  readonly seq: number;
  readonly state: string;
  readonly done: boolean;
  readonly context: JsonObject;
  readonly events: readonly {
    readonly type: string;
    readonly sentBy: readonly string[];
    readonly permitted: 'yes' | 'no' | 'depends';
    readonly form: JsonObject;
  }[];
  readonly clocks: readonly {
    readonly name: string;
    readonly state: string;
    readonly dueOn: string;
    readonly dueAt: string;
    readonly opensOn?: string;
  }[];
};

/** A value of the view by its path; clocks go by their names: `clocks.meetingDue.dueOn`. */
export function valueAt(view: View, path: string): Json | undefined {
  const [head, ...rest] = path.split('.');
  let value: Json | undefined;
  if (head === 'clocks') value = view.clocks.find(({ name }) => name === rest.shift()) as unknown as Json | undefined;
  else value = (view as unknown as JsonObject)[head!];
  for (const part of rest) value = (value as JsonObject | undefined)?.[part];
  return value;
}

/** The leaves of a state name, each with the states around it, innermost first. */
export function placesOf(state: string): readonly (readonly string[])[] {
  return state.split('|').map((leaf) => {
    const parts = leaf.split('.');
    return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'));
  });
}

export function fits(view: View, conditions: Conditions = {}): boolean {
  return Object.entries(conditions).every(([path, wanted]) => {
    const found = valueAt(view, path);
    return Array.isArray(wanted) ? wanted.includes(found ?? null) : found === wanted;
  });
}
