import { allWorkflows } from '@zhiheng/workflows';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { fillForm } from './fill-form.js';
import { readBehaviour } from './read-behaviour.js';
import type { View } from './view.js';

const BEHAVIOUR = 'apps/simulator/behaviour.yaml';
const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);

const every = allWorkflows.flatMap(({ name, events }) =>
  Object.entries(events).map(([type, { data }]) => ({ name, type, schema: data.schema, valid: ajv.compile(data.schema) })),
);

const aView = (given: Partial<View> = {}): View => ({
  id: '4edc9d4d-3da2-8523-9811-e843da9f10e7',
  workflow: 'enforcement',
  jurisdiction: '442000',
  subject: { kind: 'enterprise', id: 'uscc:91442000MA4UXXXX0A', name: '中山市示例电器有限公司' },
  seq: 3,
  state: '',
  done: false,
  context: {},
  events: [],
  clocks: [],
  ...given,
});

describe('filling in a form', () => {
  it('fits the form of every event of every workflow, whatever the seed and the day', async () => {
    const { fields } = await readBehaviour(BEHAVIOUR);
    fc.assert(
      fc.property(fc.constantFrom(...every), fc.string(), fc.integer({ min: 0, max: 3_000 }), (event, seed, after) => {
        const on = new Date(Date.UTC(2026, 0, 1) + after * 86_400_000).toISOString().slice(0, 10);

        const data = fillForm({ seed, fields, view: aView({ workflow: event.name }), on }, event.schema);

        expect({ event: event.type, ok: event.valid(data), faults: event.valid.errors ?? [] }).toEqual({
          event: event.type,
          ok: true,
          faults: [],
        });
      }),
      { numRuns: every.length * 4 },
    );
  });

  it('fits the form also with what the behaviour says of each choice, part and beginning', async () => {
    const behaviour = await readBehaviour(BEHAVIOUR);
    const said = [
      ...Object.entries(behaviour.states).flatMap(([workflow, states]) =>
        Object.values(states).flatMap((choices) => choices.map((choice) => ({ workflow, type: choice.do, data: choice.data }))),
      ),
      ...behaviour.scripts.flatMap(({ workflow, states }) =>
        Object.values(states).flatMap((choices) => choices.map((choice) => ({ workflow, type: choice.do, data: choice.data }))),
      ),
      ...behaviour.openings.map(({ workflow, event, data }) => ({ workflow, type: event, data })),
    ].filter(({ type }) => type !== 'wait');

    const faults = said.flatMap(({ workflow, type, data }) => {
      const event = every.find((one) => one.name === workflow && one.type === type)!;
      const filled = fillForm(
        { seed: 's', fields: behaviour.fields, view: aView({ workflow }), on: '2026-03-02' },
        event.schema,
        data,
      );
      return event.valid(filled) ? [] : [{ type, data, faults: event.valid.errors }];
    });

    expect(faults).toEqual([]);
  });

  it('leaves no field of the behaviour out that the form does not know', async () => {
    const { states, scripts } = await readBehaviour(BEHAVIOUR);
    const choices = [
      ...Object.entries(states).flatMap(([workflow, table]) =>
        Object.values(table)
          .flat()
          .map((choice) => ({ workflow, choice })),
      ),
      ...scripts.flatMap((script) =>
        Object.values(script.states)
          .flat()
          .map((choice) => ({ workflow: script.workflow, choice })),
      ),
    ].filter(({ choice }) => choice.do !== 'wait');

    const unknown = choices.flatMap(({ workflow, choice }) => {
      const { properties } = every.find((one) => one.name === workflow && one.type === choice.do)!.schema as {
        readonly properties: object;
      };
      return Object.keys(choice.data ?? {}).flatMap((name) =>
        name in properties ? [] : [`${workflow} ${choice.do}: ${name}`],
      );
    });

    expect(unknown).toEqual([]);
  });

  it('pays what is owed: fine and confiscated income, less the instalments', () => {
    const view = aView({
      context: {
        decision: {
          penalties: [{ kind: 'fine', amount: 8_000 }, { kind: 'confiscation-income', amount: 500 }, { kind: 'warning' }],
        },
        instalments: [{ paid: 1_000 }],
      },
    });
    const { schema } = every.find(({ type }) => type === 'PERFORMED')!;

    const data = fillForm({ seed: 's', fields: {}, view, on: '2026-03-02' }, schema, { paid: { $owed: true }, lateFine: 0 });

    expect(data).toMatchObject({ paid: 7_500, lateFine: 0 });
  });
});
