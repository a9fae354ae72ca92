import { expectedEvents, revive } from '@zhiheng/engine';
import type { Samples } from '@zhiheng/engine/testing';
import { legalDateOf, messageId } from '@zhiheng/kernel';
import type { InstanceId } from '@zhiheng/kernel';
import { enforcementV2, interviewV2 } from '@zhiheng/testing';
import { afterDecision, measures, procedure } from '@zhiheng/workflows/enforcement/testing';
import { samplesOf } from '../model/samples.js';
import { playRandomCases } from './random-cases.js';
import { after, before, envelopeOf, withVersions } from './with-versions.js';
import type { VersionsWorld } from './with-versions.js';

const LIMIT_MS = 300_000;
const SEED = Number(process.env['ZHIHENG_UPGRADE_SEED'] ?? 20260302);
const CLUE = { CLUE_REGISTERED: [{ source: 'spot-check', grounds: ['监督抽查不合格'] }] };
const enforcementSamples = mergeSamples(CLUE, procedure, measures, afterDecision);

describe.each([
  { workflow: before.current('interview')!, target: interviewV2, count: 60, steps: 14, states: 5 },
  {
    workflow: before.current('enforcement')!,
    target: enforcementV2,
    samples: enforcementSamples,
    dullStates: ['ending'],
    count: 120,
    steps: 40,
    states: 20,
  },
])(
  '$workflow.name: procedures in every situation that random walks lead to',
  ({ workflow, target, samples, dullStates, count, steps, states }) => {
    it(
      'become what the dry run said, keep their history, and go on under the new version',
      () =>
        withVersions(async (world) => {
          const ids = await playRandomCases(
            { engine: world.process(before), clock: world.clock },
            { workflow, ...(samples && { samples, dullStates }), count, seed: SEED, steps },
          );
          world.clock.moveToDay('2027-03-02');
          const order = { workflow: workflow.name, batch: 25 };

          const untouched = await everything(world);
          const foreseen = await world.foresee(order);
          expect(await everything(world)).toEqual(untouched);

          const done = await world.upgrade(order);
          expect(done.map(({ result: _, ...report }) => report)).toEqual(foreseen);
          expect(new Set(done.map(({ result }) => result))).toEqual(
            new Set(foreseen.map(({ verdict }) => (verdict === 'upgrades' ? 'upgraded' : verdict))),
          );
          expect(foreseen.filter(({ verdict }) => verdict === 'fails' || verdict === 'closed')).toEqual([]);
          // The walks stand in many states: an upgrade of a few would show little.
          expect(new Set(foreseen.flatMap(({ state }) => state.before.name.split('|'))).size).toBeGreaterThanOrEqual(states);

          await expectAsReported(world, done);
          expect(await world.foresee(order)).toHaveLength(done.filter(({ result }) => result === 'held-back').length);
          await goOn(world, ids, target.version);
        }),
      LIMIT_MS,
    );
  },
);

function mergeSamples(...parts: readonly Samples[]): Samples {
  const events = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return Object.fromEntries(events.map((event) => [event, parts.flatMap((part) => part[event] ?? [])]));
}

/** What stands in the tables is what the reports say. */
async function expectAsReported({ rows }: VersionsWorld, done: Awaited<ReturnType<VersionsWorld['upgrade']>>): Promise<void> {
  const stored = await rows<{ readonly id: InstanceId; readonly version: number; readonly state: string }>(
    'select id, version, state from instance',
  );
  const armed = await rows<{ readonly id: InstanceId; readonly name: string; readonly due_on: string }>(
    'select instance_id as id, name, due_on::text as due_on from clock order by name',
  );
  const standing = new Map(stored.map((row) => [row.id, row]));
  for (const { instanceId, version, state, clocks, result } of done) {
    const row = standing.get(instanceId)!;
    if (result !== 'upgraded') {
      expect(row).toMatchObject({ version: version.from, state: state.before.name });
      continue;
    }
    expect(row).toMatchObject({ version: version.to, state: state.after!.name });
    const told = clocks.flatMap(({ how, clock, dueAfter }) =>
      how === 'lost' ? [] : [{ id: instanceId, name: clock, due_on: dueAfter }],
    );
    expect(told.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(armed.filter(({ id }) => id === instanceId));
  }
}

/** Every procedure takes events again; what it takes and refuses is decided by the version in which it is. */
async function goOn(world: VersionsWorld, ids: readonly InstanceId[], version: number): Promise<void> {
  const engine = world.process(after);
  let accepted = 0;
  for (const id of ids) {
    const stored = (await world.store.load({ instanceIds: [id], messages: [] })).instances.get(id);
    if (stored === undefined || stored.version !== version) continue;
    const live = revive(after, stored);
    for (const type of expectedEvents(live.snapshot)) {
      const entry = live.workflow.events[type];
      if (entry === undefined) continue;
      const role = entry.sentBy[0]!;
      for (const [index, data] of samplesOf(live.workflow)[type]!.slice(0, 2).entries()) {
        const outcome = await engine.advance(
          envelopeOf(id, {
            messageId: messageId('go-on', id, type, String(index)),
            event: { type, data },
            on: legalDateOf(world.clock.now()),
            actor: { id: `${role}-2`, roles: [role] },
          }),
        );
        expect(['accepted', 'rejected']).toContain(outcome.kind);
        if (outcome.kind === 'accepted') accepted++;
      }
    }
  }
  expect(accepted).toBeGreaterThan(ids.length / 2);
}

async function everything({ rows }: VersionsWorld): Promise<unknown> {
  return Promise.all(
    ['instance', 'log', 'clock', 'outbox', 'inbox', 'stray_refusal', 'legal_frame'].map((table) =>
      rows(`select md5(string_agg(t::text, '|' order by t::text)) as digest, count(*) from ${table} t`),
    ),
  );
}
