import { deriveId } from '@zhiheng/kernel';
import { ZHONGSHAN, randomFrom } from '@zhiheng/sample-data';
import { allWorkflows } from '@zhiheng/workflows';
import type { Behaviour, Opening } from '../behaviour/behaviour.js';
import { fillForm } from '../behaviour/fill-form.js';
import type { View } from '../behaviour/view.js';
import type { Sessions } from '../session/sessions.js';
import { addDays, openDay } from './days.js';
import type { Enterprise } from './intake.js';
import { inParallel } from './in-parallel.js';
import type { Tally } from './tally.js';

/** Something that officers begin by themselves on a day: an inspection, a clue, a recall. */
export type Planned = { readonly on: string; readonly opening: Opening; readonly enterprise: Enterprise; readonly key: string };

/** Plans the year: so many of each kind as the behaviour says, on days and enterprises that the seed draws. */
export function planOpenings(
  { seed, behaviour }: { readonly seed: string; readonly behaviour: Behaviour },
  { start, days, enterprises }: { readonly start: string; readonly days: number; readonly enterprises: readonly Enterprise[] },
): readonly Planned[] {
  if (enterprises.length === 0) return [];
  return behaviour.openings.flatMap((opening) => {
    const random = randomFrom(`${seed}|opening ${opening.name}`);
    const expected = (opening.weekly * days * enterprises.length) / 700;
    const count = Math.max(opening.surely ?? 0, Math.floor(expected + random.next()));
    return Array.from({ length: count }, (_, index): Planned => ({
      on: openDay(addDays(start, 3 + random.between(0, Math.max(1, Math.floor(days * 0.8))))),
      opening,
      enterprise: random.pick(enterprises),
      key: deriveId('simulator', seed, opening.name, String(index)),
    }));
  });
}

export async function open(
  {
    sessions,
    behaviour,
    seed,
    tally,
    atOnce,
  }: {
    readonly sessions: Sessions;
    readonly behaviour: Behaviour;
    readonly seed: string;
    readonly tally: Tally;
    readonly atOnce: number;
  },
  planned: readonly Planned[],
): Promise<void> {
  await inParallel(planned, atOnce, async ({ on, opening, enterprise, key }) => {
    const subject = { kind: 'enterprise', ...enterprise };
    const event = allWorkflows.findLast(({ name }) => name === opening.workflow)!.events[opening.event]!;
    // There is no procedure yet to look at: its key stands for its id, so that what is filled in depends on the seed alone.
    const view: View = {
      id: key,
      workflow: opening.workflow,
      jurisdiction: ZHONGSHAN.code,
      subject,
      seq: 0,
      state: '',
      done: false,
      context: {},
      events: [],
      clocks: [],
    };
    tally.sent++;
    tally.count(tally.senders, opening.as);
    const { status, body } = await sessions.send({
      as: opening.as,
      method: 'POST',
      path: '/api/procedures',
      body: {
        workflow: opening.workflow,
        jurisdiction: ZHONGSHAN.code,
        subject,
        type: opening.event,
        data: fillForm({ seed, fields: behaviour.fields, view, on }, event.data.schema, opening.data),
      },
      key,
    });
    if (status < 300) {
      tally.accepted++;
      tally.opened++;
      return;
    }
    tally.count(tally.refused, String(body['code']));
    tally.count(
      tally.unexpected,
      `${opening.name}: ${String(body['code'])} ${JSON.stringify(body['found'] ?? body['expected'] ?? '')}`,
    );
  });
}
