import type { Citation } from '@zhiheng/calendar';
import { ZhihengError } from '@zhiheng/kernel';
import type { Json, JsonObject } from '@zhiheng/kernel';
import { evaluationReason } from './expression.js';
import type { Expression, ExpressionScope } from './expression.js';
import type { CompiledData, CompiledRule, Rule, Rulebook } from './rulebook.js';

/** A fact that was announced: its topic, what it says, and the procedure (or import) that says it. */
export type RuleFacts = ExpressionScope;

/** A rule that drew its consequence. `identity` are the parts from which the engine derives the instance id. */
export type RuleFiring = {
  readonly rule: Rule;
  readonly mode: 'start' | 'signal';
  readonly workflow: string;
  readonly event: string;
  readonly identity: readonly string[];
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  readonly data: JsonObject;
  readonly citation: Citation;
};

/**
 * The consequences of a fact: of the rules on its topic that apply in its jurisdiction, are in force on its legal date and
 * whose condition holds. With `workflow`, only consequences in that workflow are looked at: one consumer's broken rule does
 * not stop another's.
 * @throws ZhihengError RULE_FAILED when an expression cannot be evaluated; JURISDICTION_UNKNOWN
 */
export function fireRules(
  rulebook: Rulebook,
  input: RuleFacts,
  options: { readonly workflow?: string } = {},
): readonly RuleFiring[] {
  const { jurisdiction, on } = input.source;
  const byTopic = rulebook.byJurisdiction.get(jurisdiction);
  if (!byTopic) {
    throw new ZhihengError('JURISDICTION_UNKNOWN', {
      expected: [...rulebook.byJurisdiction.keys()].join(' | '),
      found: jurisdiction,
    });
  }
  const firings: RuleFiring[] = [];
  for (const compiled of byTopic.get(input.topic) ?? []) {
    const { rule } = compiled;
    if (options.workflow !== undefined && rule.then.workflow !== options.workflow) continue;
    if (on < rule.from || (rule.until !== undefined && rule.until < on)) continue;
    if (holds(compiled, input)) firings.push(fire(compiled, input));
  }
  return firings;
}

function holds({ rule, condition }: CompiledRule, input: RuleFacts): boolean {
  if (condition === undefined) return true;
  const answer = ask(rule, condition, input);
  if (typeof answer === 'boolean') return answer;
  throw ruleFailed(rule, condition, `不是真假值 not a bool: ${JSON.stringify(answer)}`);
}

function fire({ rule, identity, subject, data }: CompiledRule, input: RuleFacts): RuleFiring {
  const text = (expression: Expression): string => {
    const value = ask(rule, expression, input);
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value !== '') return value;
    throw ruleFailed(rule, expression, `应为非空文本 expected a text that is not empty: ${JSON.stringify(value)}`);
  };
  return {
    rule,
    mode: rule.then.mode,
    workflow: rule.then.workflow,
    event: rule.then.event,
    identity: identity.map(text),
    subject: subject ? { kind: text(subject.kind), id: text(subject.id), name: text(subject.name) } : input.source.subject,
    data: fill(rule, data, input),
    citation: rule.citation,
  };
}

function fill(rule: Rule, template: CompiledData, input: RuleFacts): JsonObject {
  const filled: Record<string, Json> = {};
  for (const [field, part] of template) {
    const value =
      part instanceof Map
        ? fill(rule, part as CompiledData, input)
        : valueOf(rule, part as Expression | number | boolean, input);
    // An optional without a value (facts.?x) leaves its field out.
    if (value !== undefined) filled[field] = value;
  }
  return filled;
}

function valueOf(rule: Rule, part: Expression | number | boolean, input: RuleFacts): Json | undefined {
  return typeof part === 'object' ? ask(rule, part, input) : part;
}

function ask(rule: Rule, expression: Expression, input: RuleFacts): Json | undefined {
  try {
    return expression.evaluate(input);
  } catch (cause) {
    throw ruleFailed(rule, expression, evaluationReason(cause), cause);
  }
}

function ruleFailed(rule: Rule, expression: Expression, reason: string, cause?: unknown): ZhihengError {
  return new ZhihengError('RULE_FAILED', {
    expected: `规则 ${rule.id} 的表达式可以求值 an expression of rule ${rule.id} that can be evaluated: ${expression.text}`,
    found: reason,
    cause,
  });
}
