import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';
import { LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { ConfigFault, ConfigFile } from './import-profile.js';

export type ReadYaml = { readonly value: unknown } | { readonly faults: readonly ConfigFault[] };

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: false });
ajv.addFormat('pattern', { type: 'string', validate: compiles });

/** Parses a YAML file and checks it against a schema; every fault has the line on which it stands. */
export function readYaml(file: ConfigFile, schemaFor: (value: unknown) => object): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines });
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map((error) => ({
        path: file.path,
        line: lines.linePos(error.pos[0]).line,
        reason: `YAML 无法解析 cannot be parsed: ${error.message.split('\n')[0]}`,
      })),
    };
  }
  const value: unknown = document.toJS();
  const validate = ajv.compile(schemaFor(value));
  if (validate(value)) return { value };
  return {
    faults: (validate.errors ?? []).map((error) => ({
      path: file.path,
      line: lineOf(document, lines, pathOf(error)),
      reason: reasonOf(error),
    })),
  };
}

/** The line of a node by its path, or of the nearest ancestor that exists. */
export function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as
      { range?: readonly [number, number, number] | null } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function pathOf(error: ErrorObject): (string | number)[] {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function reasonOf(error: ErrorObject): string {
  const where = error.instancePath === '' ? '' : `${error.instancePath.slice(1)}: `;
  const detail =
    error.keyword === 'enum'
      ? ` ${JSON.stringify(error.params.allowedValues)}`
      : error.keyword === 'additionalProperties'
        ? ` "${String(error.params.additionalProperty)}"`
        : '';
  return `${where}${error.message ?? error.keyword}${detail}`;
}

function compiles(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}
