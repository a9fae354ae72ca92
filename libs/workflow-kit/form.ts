import type { JsonObject } from '@zhiheng/kernel';

declare const valueType: unique symbol;

/** One field of a form: its JSON Schema, and at compile time the type of its value. */
export type Field<T> = { readonly schema: JsonObject; readonly required: boolean; readonly [valueType]?: T };
type Fields = Readonly<Record<string, Field<unknown>>>;

type RequiredKeys<F extends Fields> = { [K in keyof F]: undefined extends ValueOf<F[K]> ? never : K }[keyof F];
type ValueOf<F> = F extends Field<infer T> ? T : never;

/** What an event carries, derived from its form: the JSON Schema that users fill in and the type that rules read are one thing. */
export type DataOf<F extends Fields> = { readonly [K in RequiredKeys<F>]: ValueOf<F[K]> } & {
  readonly [K in Exclude<keyof F, RequiredKeys<F>>]?: Exclude<ValueOf<F[K]>, undefined>;
};

export type Form<F extends Fields = Fields> = { readonly fields: F; readonly schema: JsonObject };

/** The form of an event. Fields that it does not name are refused. */
export function form<const F extends Fields>(fields: F): Form<F> {
  return {
    fields,
    schema: {
      type: 'object',
      additionalProperties: false,
      required: Object.keys(fields).filter((name) => fields[name]!.required),
      properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.schema])),
    },
  };
}

function field<T>(title: string, schema: JsonObject): Field<T> {
  return { schema: { title, ...schema }, required: true };
}

/** Text that may not be empty. */
export const text = (title: string): Field<string> => field(title, { type: 'string', minLength: 1, maxLength: 20_000 });
export const flag = (title: string): Field<boolean> => field(title, { type: 'boolean' });
/** A whole number, zero or more. */
export const count = (title: string): Field<number> => field(title, { type: 'integer', minimum: 0 });
/** An amount in yuan 元, zero or more. */
export const amount = (title: string): Field<number> => field(title, { type: 'number', minimum: 0 });
/** A legal date, YYYY-MM-DD. */
export const date = (title: string): Field<string> => field(title, { type: 'string', format: 'date' });
/** One of fixed values; the title of each is what a person reads. */
export const choice = <const V extends string>(title: string, values: Readonly<Record<V, string>>): Field<V> =>
  field(title, {
    type: 'string',
    oneOf: Object.entries<string>(values).map(([value, label]) => ({ const: value, title: label })),
  });
export const texts = (title: string): Field<readonly string[]> =>
  field(title, { type: 'array', items: { type: 'string', minLength: 1 } });
/** People acting, by their account ids: at least `atLeast` different ones. */
export const people = (title: string, atLeast: number): Field<readonly string[]> =>
  field(title, { type: 'array', items: { type: 'string', minLength: 1 }, minItems: atLeast, uniqueItems: true });
/** A list of records of the same form. */
export const list = <F extends Fields>(title: string, of: Form<F>): Field<readonly DataOf<F>[]> =>
  field(title, { type: 'array', items: of.schema });
/** A record of its own form. */
export const record = <F extends Fields>(title: string, of: Form<F>): Field<DataOf<F>> => field(title, of.schema);

export function optional<T>(inner: Field<T>): Field<T | undefined> {
  return { schema: inner.schema, required: false };
}
