import { Environment, EvaluationError, Optional, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';
import type { Json, JsonObject, LegalDate } from '@zhiheng/kernel';
import { directPath } from './direct-path.js';

/** What an expression of the rulebook may name. */
export type ExpressionScope = {
  readonly topic: string;
  readonly facts: JsonObject;
  readonly source: {
    readonly instanceId: string;
    readonly workflow: string;
    readonly jurisdiction: string;
    readonly seq: number;
    readonly on: LegalDate;
    readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  };
};

/** A compiled CEL expression. Its result is plain JSON; undefined where an optional (`facts.?x`) has no value. */
export type Expression = { readonly text: string; readonly evaluate: (scope: ExpressionScope) => Json | undefined };

/** What an expression is for decides which types it may have. */
export type ExpressionUse = 'condition' | 'identity' | 'data';

/** Why an expression was refused; `offset` counts characters from the start of its text. */
export type ExpressionFault = { readonly offset: number; readonly expected: string; readonly found: string };

const ENVIRONMENT = withMixedArithmetic(
  new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true })
    .registerVariable('topic', 'string')
    .registerVariable('facts', 'map')
    .registerVariable('source', 'map'),
);

const SOURCE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  source: ['instanceId', 'workflow', 'jurisdiction', 'seq', 'on', 'subject'],
  'source.subject': ['kind', 'id', 'name'],
};

const TYPES_OF_USE: Readonly<Record<ExpressionUse, RegExp>> = {
  condition: /^(bool|dyn)$/,
  identity: /^(string|int|double|dyn)$/,
  data: /^(string|int|double|bool|null|dyn|list|map|list<.*>|map<.*>|optional|optional<.*>)$/,
};

/** Compiles and checks an expression; what can be known to be wrong is found here, at load. */
export function compileExpression(text: string, use: ExpressionUse): Expression | ExpressionFault {
  let parsed: ParseResult;
  try {
    parsed = ENVIRONMENT.parse(text);
  } catch (cause) {
    return celFault(cause, text);
  }
  const checked = parsed.check();
  if (!checked.valid) return celFault(checked.error, text);
  const type = String(checked.type);
  if (!TYPES_OF_USE[use].test(type)) {
    return {
      offset: 0,
      expected: use === 'condition' ? 'bool' : use === 'identity' ? 'string | int' : 'JSON',
      found: `${type}: ${text}`,
    };
  }
  const fault = unknownSourceField(parsed.ast);
  if (fault) return fault;
  const read = directPath(parsed.ast);
  return { text, evaluate: (scope) => plainJson(read?.(scope) ?? parsed(scope)) };
}

/** The reason of a failed evaluation, in one line. */
export function evaluationReason(cause: unknown): string {
  return cause instanceof EvaluationError ? cause.summary : cause instanceof Error ? cause.message : String(cause);
}

function celFault(cause: unknown, text: string): ExpressionFault {
  if (cause instanceof ParseError || cause instanceof CelTypeError || cause instanceof EvaluationError) {
    return { offset: cause.range?.start ?? 0, expected: 'CEL', found: `${cause.summary}: ${text}` };
  }
  throw cause;
}

/**
 * JSON has one kind of number and CEL has two: facts arrive as doubles, literals are ints. CEL compares them, but does not
 * add or multiply them; here it does, so that `facts.amount * 2 >= 100000` works whether or not the amount is whole.
 */
function withMixedArithmetic(environment: Environment): Environment {
  const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  };
  for (const [sign, apply] of Object.entries(operators)) {
    environment.registerOperator(`double ${sign} int: double`, (a: number, b: bigint) => apply(a, Number(b)));
    environment.registerOperator(`int ${sign} double: double`, (a: bigint, b: number) => apply(Number(a), b));
  }
  environment.registerOperator('double % double', (a: number, b: number) => a % b);
  return environment;
}

/** A field that the source does not have would fail on every firing: refused at load instead. */
function unknownSourceField(node: unknown): ExpressionFault | undefined {
  if (Array.isArray(node)) {
    for (const part of node) {
      const fault = unknownSourceField(part);
      if (fault) return fault;
    }
    return undefined;
  }
  if (typeof node !== 'object' || node === null || !('op' in node) || !('args' in node)) return undefined;
  const { op, args, end } = node as { readonly op: string; readonly args: unknown; readonly end: number };
  if (op === '.' && Array.isArray(args)) {
    const known = SOURCE_FIELDS[nameOf(args[0])];
    const field = String(args[1]);
    if (known && !known.includes(field)) {
      return { offset: end - field.length, expected: known.join(' | '), found: `${nameOf(args[0])}.${field}` };
    }
  }
  return unknownSourceField(args);
}

function nameOf(node: unknown): string {
  const { op, args } = node as { readonly op: string; readonly args: unknown };
  if (op === 'id') return String(args);
  return op === '.' && Array.isArray(args) ? `${nameOf(args[0])}.${String(args[1])}` : '';
}

function plainJson(value: unknown): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`not a finite number: ${value}`);
      return value;
    case 'bigint':
      if (!Number.isSafeInteger(Number(value))) throw new RangeError(`integer beyond 2^53: ${value}`);
      return Number(value);
    case 'object':
      break;
    default:
      throw new RangeError(`not JSON: ${typeof value}`);
  }
  if (value === null) return null;
  if (value instanceof Optional) return value.hasValue() ? plainJson(value.value()) : undefined;
  if (Array.isArray(value)) return value.map(plainJson).filter((item) => item !== undefined);
  // A plain object of any realm: its prototype is nothing or ends the chain.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw new RangeError(`not JSON: ${value.constructor.name}`);
  const entries = Object.entries(value).map(([key, item]) => [key, plainJson(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined)) as JsonObject;
}
