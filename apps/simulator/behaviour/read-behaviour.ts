import { ZhihengError } from '@zhiheng/kernel';
import { allWorkflows } from '@zhiheng/workflows';
import { Ajv } from 'ajv';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Behaviour, Choice } from './behaviour.js';

const text = { type: 'string', minLength: 1 };
const share = { type: 'number', minimum: 0 };
const choice = {
  type: 'object',
  additionalProperties: false,
  required: ['do'],
  properties: {
    do: text,
    weight: share,
    days: { anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 }] },
    after: text,
    when: { type: 'object' },
    as: text,
    data: { type: 'object' },
    refused: text,
  },
};
const states = { type: 'object', additionalProperties: { type: 'array', items: choice, minItems: 1 } };
const listOf = (required: readonly string[], properties: object) => ({
  type: 'array',
  items: { type: 'object', additionalProperties: false, required, properties },
});

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['start', 'accounts', 'reads', 'administers', 'imports', 'fields', 'states', 'scripts', 'mistakes', 'openings'],
  properties: {
    start: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    accounts: { type: 'object', additionalProperties: { type: 'array', items: text, minItems: 1 } },
    reads: text,
    administers: text,
    imports: text,
    fields: { type: 'object' },
    states: { type: 'object', additionalProperties: states },
    scripts: listOf(['name', 'workflow', 'states'], {
      name: text,
      workflow: text,
      when: { type: 'object' },
      surely: share,
      weight: share,
      states,
    }),
    mistakes: listOf(['do', 'workflow', 'state', 'chance', 'refused'], {
      ...choice.properties,
      workflow: text,
      state: text,
      chance: { type: 'number', minimum: 0, maximum: 1 },
    }),
    openings: listOf(['name', 'workflow', 'event', 'as', 'weekly'], {
      name: text,
      workflow: text,
      event: text,
      as: text,
      weekly: share,
      surely: share,
      data: { type: 'object' },
    }),
  },
};

/** Reads behaviour from YAML. Throws BEHAVIOUR_INVALID with every fault: of form, and of names that no workflow knows. */
export async function readBehaviour(file: string): Promise<Behaviour> {
  const value = parse(await readFile(file, 'utf8')) as unknown;
  const ajv = new Ajv({ allErrors: true, strict: false });
  if (!ajv.validate(SCHEMA, value))
    throw invalid(
      file,
      (ajv.errors ?? []).map((fault) => `${fault.instancePath} ${fault.message}`),
    );
  const behaviour = value as Behaviour;
  const faults = namesUnknown(behaviour);
  if (faults.length > 0) throw invalid(file, faults);
  return behaviour;
}

/** Workflows and events that the behaviour names and that do not exist. */
export function namesUnknown({ states: common, scripts, mistakes, openings }: Behaviour): readonly string[] {
  const named = [
    ...Object.entries(common).flatMap(([workflow, table]) => eventsOf(workflow, Object.values(table).flat())),
    ...scripts.flatMap((script) => eventsOf(script.workflow, Object.values(script.states).flat())),
    ...mistakes.flatMap((mistake) => eventsOf(mistake.workflow, [mistake])),
    ...openings.map(({ workflow, event }) => ({ workflow, event })),
  ];
  return named.flatMap(({ workflow, event }) => {
    const found = allWorkflows.findLast(({ name }) => name === workflow);
    if (found === undefined) return [`没有流程 no workflow ${workflow}`];
    return event === 'wait' || event in found.events ? [] : [`没有事件 no event ${workflow}.${event}`];
  });
}

function eventsOf(
  workflow: string,
  choices: readonly Choice[],
): readonly { readonly workflow: string; readonly event: string }[] {
  return choices.map((one) => ({ workflow, event: one.do }));
}

function invalid(file: string, faults: readonly string[]): ZhihengError {
  return new ZhihengError('BEHAVIOUR_INVALID', {
    expected: `${file}: 有效的行为配置 valid behaviour`,
    found: faults.map((fault) => `\n  ${fault}`).join(''),
  });
}
