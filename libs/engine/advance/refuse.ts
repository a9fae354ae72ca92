import type { Actor, Envelope, Place, Refusal, RefusalCode, Role } from '@zhiheng/contracts';
import type { Bilingual, Json, InstanceId } from '@zhiheng/kernel';
import { edgesOf } from '@zhiheng/workflow-kit';
import type { AnyEvent, Edge, Edges, EventEntry } from '@zhiheng/workflow-kit';
import type { ErrorObject } from 'ajv';
import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
import type { CompiledWorkflow } from '../registry/registry.js';

export function refusal(
  code: RefusalCode,
  message: Bilingual,
  details: { readonly expected?: Json; readonly found?: Json } = {},
): Refusal {
  return { code, message, ...details };
}

// What its sender must mend, whatever the procedure does. Other refusals are lawful answers of the procedure.
const FAULTS_OF_SENDER = new Set<RefusalCode>([
  'WORKFLOW_UNKNOWN',
  'EVENT_UNKNOWN',
  'EVENT_DATA_INVALID',
  'ROLE_NOT_ALLOWED',
  'AREA_NOT_ALLOWED',
  'RULE_FAULT',
  'LEGAL_DATE_REFUSED',
]);

/**
 * A rule of the rulebook sent what its workflow cannot take. Such a refusal is not recorded under the message's id, so that the same
 * message can be sent again when the rule is mended; the consumer keeps it as a dead letter.
 */
export function isFaultOfRule({ cause }: Envelope, { code }: Refusal): boolean {
  return cause?.rule !== undefined && FAULTS_OF_SENDER.has(code);
}

/** Code of the workflow that throws refuses the event, so that its neighbours in the batch do not suffer. */
export function ruleFault(type: string, fault: unknown): Refusal {
  const reason = fault instanceof Error ? fault.message : String(fault);
  return refusal('RULE_FAULT', { zh: `规则出错：${reason}`, en: `A rule failed: ${reason}` }, { found: type });
}

export function unknownEvent(workflow: CompiledWorkflow, type: string): Refusal {
  return refusal(
    'EVENT_UNKNOWN',
    { zh: `“${workflow.title.zh}”没有事件 ${type}`, en: `${workflow.title.en} knows no event ${type}` },
    { expected: Object.keys(workflow.events), found: type },
  );
}

/** Whether the sender may send this event at all, and to this procedure. `roles` are those that the actor holds here. */
export function refuseSender(
  { title, sentBy }: EventEntry,
  actor: Actor,
  { place, roles }: { readonly place: Place; readonly roles: readonly Role[] },
): Refusal | undefined {
  const may = (held: readonly Role[]): boolean => sentBy.some((role) => held.includes(role));
  if (may(roles)) return undefined;
  if (!may(actor.roles)) {
    return refusal(
      'ROLE_NOT_ALLOWED',
      { zh: `“${title.zh}”不能由该身份办理`, en: `This role may not send "${title.en}"` },
      { expected: sentBy, found: actor.roles },
    );
  }
  return refusal(
    'AREA_NOT_ALLOWED',
    {
      zh: `该程序由 ${place.jurisdiction} 的市场监督管理部门办理，“${title.zh}”不在您的辖区、层级或者代理范围内`,
      en: `The procedure belongs to the bureau of ${place.jurisdiction}: "${title.en}" is outside your area, level or party`,
    },
    { expected: place.jurisdiction, found: actor.subjectId ?? actor.area ?? null },
  );
}

export function instanceUnknown(instanceId: InstanceId): Refusal {
  return refusal('INSTANCE_UNKNOWN', { zh: '找不到该程序（案件）', en: 'There is no such procedure' }, { found: instanceId });
}

/** Only an event that opens may be the first one. */
export function refuseOpening(workflow: CompiledWorkflow, type: string): Refusal | undefined {
  const event = workflow.events[type];
  if (event === undefined || event.opens) return undefined;
  return refusal(
    'EVENT_NOT_EXPECTED',
    { zh: `“${event.title.zh}”不能启动程序`, en: `"${event.title.en}" cannot open a procedure` },
    { expected: Object.keys(workflow.events).filter((name) => workflow.events[name]!.opens), found: type },
  );
}

export function invalidData(workflow: CompiledWorkflow, type: string, errors: readonly ErrorObject[]): Refusal {
  const title = workflow.events[type]!.title;
  return refusal(
    'EVENT_DATA_INVALID',
    { zh: `“${title.zh}”的内容不符合要求`, en: `The data of "${title.en}" does not fit its form` },
    {
      expected: expectations(errors),
      found: [...new Set(errors.map((error) => `data${error.instancePath} ${error.keyword}`))],
    },
  );
}

/** What the form expects, a line a fault; the values of a choice stand in one line. */
function expectations(errors: readonly ErrorObject[]): readonly string[] {
  const choices = new Map<string, string[]>();
  const lines: string[] = [];
  for (const error of errors) {
    const params = error.params as { readonly additionalProperty?: string; readonly allowedValue?: unknown };
    if (error.keyword === 'const')
      choices.set(error.instancePath, [...(choices.get(error.instancePath) ?? []), String(params.allowedValue)]);
    else if (error.keyword === 'additionalProperties')
      lines.push(`data${error.instancePath} 不应有 must not have: ${params.additionalProperty}`);
    else if (error.keyword !== 'oneOf') lines.push(`data${error.instancePath} ${error.message ?? error.keyword}`);
  }
  return [...lines, ...[...choices].map(([path, values]) => `data${path} 应为其一 one of: ${values.join(', ')}`)];
}

/** Edges of the active states for an event, innermost first: those that may have refused it. */
export function candidateEdges(snapshot: AnyMachineSnapshot, type: string): readonly Edge[] {
  const nodes = [...(snapshot._nodes as readonly AnyStateNode[])].sort((a, b) => b.order - a.order);
  return nodes.flatMap((node) => edgesOf((node.config.on as Record<string, Edges> | undefined)?.[type]));
}

/**
 * Events that some active state has an edge for, in the order of the table. XState keeps the active states in the order in which they
 * were entered; in a procedure that was read from its row it is another one, and the log must say the same.
 */
export function expectedEvents(snapshot: AnyMachineSnapshot): readonly string[] {
  const nodes = [...(snapshot._nodes as readonly AnyStateNode[])].sort((a, b) => a.order - b.order);
  return [...new Set(nodes.flatMap((node) => Object.keys((node.config.on as object | undefined) ?? {})))];
}

/** Why the machine did nothing: no edge for the event here, or edges whose rules all said no. */
export function explainRefusal(workflow: CompiledWorkflow, snapshot: AnyMachineSnapshot, event: AnyEvent): Refusal {
  const edges = candidateEdges(snapshot, event.type);
  const title = workflow.events[event.type]?.title ?? { zh: event.type, en: event.type };
  if (edges.length === 0) {
    return refusal(
      'EVENT_NOT_EXPECTED',
      { zh: `当前环节不能办理“${title.zh}”`, en: `"${title.en}" cannot happen now` },
      { expected: expectedEvents(snapshot).filter((type) => type in workflow.events), found: event.type },
    );
  }
  const unmet = [...new Set(edges.flatMap((edge) => (edge.guard === undefined ? [] : [edge.guard])))].map((name) => ({
    name,
    rule: workflow.rules[name]!,
  }));
  return refusal(
    'RULE_NOT_MET',
    {
      zh: `“${title.zh}”不符合条件：${unmet.map(({ rule }) => rule.title.zh + (rule.basis === undefined ? '' : `（${rule.basis}）`)).join('；')}`,
      en: `"${title.en}" is refused because this does not hold: ${unmet.map(({ rule }) => rule.title.en).join('; ')}`,
    },
    { expected: unmet.map(({ name }) => name), found: event.data },
  );
}
