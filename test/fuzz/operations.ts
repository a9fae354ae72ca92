/** A JSON Schema as OpenAPI writes it, as far as the fuzzer reads it. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};
export type Parameter = { readonly name: string; readonly in: string; readonly schema: Schema };
export type Operation = {
  readonly method: string;
  /** With `{name}` for each path parameter. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: { readonly type: string; readonly schema: Schema };
};
export type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, PathItem>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
};
type PathItem = {
  readonly parameters?: readonly (Parameter & { readonly schema?: Schema })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
};

/** Every operation of an OpenAPI document, with the references of its schemas followed. */
export function operationsOf(document: OpenApi): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters = [], requestBody }]) => {
      const [content] = Object.entries(requestBody?.content ?? {});
      return {
        method: method.toUpperCase(),
        path,
        parameters: parameters.map((parameter) => ({ ...parameter, schema: follow(document, parameter.schema ?? {}) })),
        ...(content && { body: { type: content[0], schema: follow(document, content[1].schema ?? {}) } }),
      };
    }),
  );
}

function follow(document: OpenApi, schema: Schema, depth = 0): Schema {
  if (depth > 6) return {};
  const { $ref } = schema;
  if ($ref !== undefined) return follow(document, document.components?.schemas?.[$ref.split('/').at(-1)!] ?? {}, depth + 1);
  const parts = (schema.allOf ?? []).map((part) => follow(document, part, depth + 1));
  const properties = Object.assign({}, ...parts.map((part) => part.properties ?? {}), schema.properties) as Record<
    string,
    Schema
  >;
  return {
    ...Object.assign({}, ...parts),
    ...schema,
    ...(schema.items && { items: follow(document, schema.items, depth + 1) }),
    ...(Object.keys(properties).length > 0 && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, follow(document, inner, depth + 1)]),
      ),
    }),
  };
}
