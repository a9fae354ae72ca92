import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { parseLegalDate } from '@zhiheng/kernel';
import type { Json, JsonObject } from '@zhiheng/kernel';
import type { ConfigFault } from './config-file.js';
import { pathOf, schemaFaults } from './schema-faults.js';
import type { JsonSchema } from './schema-parts.js';
import type { YamlSource } from './yaml-source.js';

/** What a schema says about a file. Items of a list that are sound by themselves can be read further although others are not. */
export type Verdict = {
  readonly faults: readonly ConfigFault[];
  /** The sound items of a top-level list, with their index in the file. */
  soundItems<T>(list: string): readonly (readonly [index: number, item: T])[];
};

// A schema is asked a few times at the start and never again: to make its code shorter takes longer than that saves.
const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  code: { optimize: false },
});
ajv.addFormat('date', isLegalDate);
const compiled = new Map<JsonSchema, ValidateFunction>();

export function validate(source: YamlSource, schema: JsonSchema): Verdict {
  const check = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, check);
  check(source.content);
  const errors = check.errors ?? [];
  const unsound = new Set(errors.map(({ instancePath }) => pathOf(instancePath).slice(0, 2).join('/')));
  return {
    faults: schemaFaults(source, errors),
    soundItems: <T>(list: string) => {
      const items = (source.content as JsonObject | null)?.[list];
      if (!Array.isArray(items)) return [];
      return (items as readonly Json[]).flatMap((item, index) =>
        unsound.has(`${list}/${index}`) ? [] : [[index, item as T] as const],
      );
    },
  };
}

function isLegalDate(text: string): boolean {
  try {
    parseLegalDate(text);
    return true;
  } catch {
    return false;
  }
}
