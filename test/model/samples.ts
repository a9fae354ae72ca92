import type { JsonObject } from '@zhiheng/kernel';
import type { Workflow } from '@zhiheng/workflow-kit';

type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly minItems?: number;
  readonly oneOf?: readonly { readonly const: string }[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};

/** Sample data for every event of a workflow, made from its forms: every choice and both answers to every question appear. */
export function samplesOf(workflow: Workflow): Readonly<Record<string, readonly JsonObject[]>> {
  return Object.fromEntries(
    Object.entries(workflow.events).map(([type, event]) => {
      const schema = event.data.schema as unknown as Schema;
      return [type, Array.from({ length: 8 }, (_, index) => valueOf(schema, index) as JsonObject)];
    }),
  );
}

// The index runs through choices and answers; neighbouring fields use different bits of it.
function valueOf(schema: Schema, index: number): unknown {
  if (schema.oneOf !== undefined) return schema.oneOf[index % schema.oneOf.length]!.const;
  switch (schema.type) {
    case 'boolean':
      return index % 2 === 0;
    case 'integer':
      return index % 3;
    case 'number':
      return [0, 1_000, 200_000][index % 3];
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, (_, position) =>
        valueOf(schema.items ?? {}, index + position),
      );
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name) || index % 4 < 2)
          .map(([name, inner], position) => [name, valueOf(inner, (index >> (position % 3)) + position)]),
      );
    default:
      return schema.format === 'date' ? '2026-03-02' : `文字${index}`;
  }
}
