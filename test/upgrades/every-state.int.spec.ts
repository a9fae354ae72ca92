import type { Samples, Scenario } from '@zhiheng/engine/testing';
import type { JsonObject } from '@zhiheng/kernel';
import { statesOf } from '@zhiheng/workflow-kit';
import { afterDecision, clue, decision, filed, measures, penalised, procedure } from '@zhiheng/workflows/enforcement/testing';
import { playScenario, shortestWays } from './every-state.js';
import { before, withVersions } from './with-versions.js';

const BIG = [{ kind: 'fine', amount: 200_000 }];
// Performance and remedies on a warning, which is not published; each tier of publication on a penalty of its own.
const published: Samples = Object.fromEntries(
  Object.entries(afterDecision).filter(([event]) =>
    /^(DECISION|PERFORMED|CLOSING_APPROVED|PENALTY|PUBLICITY|EARLY)/.test(event),
  ),
);
const TIERS: readonly JsonObject[] = [
  { penalties: [{ kind: 'fine', amount: 40_000 }], discretion: 'lenient' },
  { penalties: BIG, discretion: 'normal' },
  { penalties: BIG, sector: 'food', discretion: 'normal' },
  { penalties: [{ kind: 'restrict-career', until: '2031-01-01' }] },
  { penalties: [{ kind: 'revoke-permit' }], sameProvince: false },
];

const factsOfProcedure = ({ context, clocks }: Scenario): readonly unknown[] => {
  const { report, defences, hearingReport } = context as Readonly<Record<string, JsonObject | undefined>>;
  const running = Object.values(clocks).flatMap(({ name, state }) => (state === 'running' ? [name] : []));
  return [running.sort(), report?.['proposal'], report?.['complex'], defences !== undefined, hearingReport !== undefined];
};

describe('cases of 立案查处, one in each state of the table', () => {
  it('are upgraded, each to the state that the table of the upgrade names, and every renamed or restarted term with it', () => {
    const ways = shortestWays([
      { start: clue(), samples: procedure, facts: factsOfProcedure },
      { start: filed(), samples: measures },
      { start: penalised({ penalties: [{ kind: 'warning' }] }), samples: afterDecision },
      ...TIERS.map((tier) => ({
        start: penalised(tier),
        samples: { ...published, DECISION_CHANGED: [{ ...decision(tier), by: '中山市人民政府' }] },
      })),
    ]);
    return withVersions(async (world) => {
      const place = { engine: world.process(before), clock: world.clock };
      const workflow = before.current('enforcement')!;
      // Where a case stands: not at the end, and not where it is led on at once.
      const standing = statesOf(workflow).filter(
        ({ row, children, depth }) =>
          children.length === 0 && row.always === undefined && !(row.type === 'final' && depth === 0),
      );
      expect(standing.map(({ path }) => path).filter((path) => path !== 'opening' && !ways.has(path))).toEqual([]);

      for (const [leaf, scenario] of ways) await playScenario(place, leaf, scenario);
      world.clock.moveToDay('2040-03-02');
      const foreseen = await world.foresee({ workflow: 'enforcement' });
      const done = await world.upgrade({ workflow: 'enforcement' });

      expect(done.map(({ result }) => result)).toEqual(foreseen.map(() => 'upgraded'));
      expect(done.map(({ result: _, ...report }) => report)).toEqual(foreseen);
      const renamed = done.map(({ state }) => [state.before.name, state.after!.name]).filter(([from, to]) => from !== to);
      expect(renamed.every(([from, to]) => expectedName(from!) === to)).toBe(true);
      expect(renamed.length).toBeGreaterThanOrEqual(4);
      const fates = new Set(done.flatMap(({ clocks }) => clocks.map(({ clock, how }) => `${clock} ${how}`)));
      expect([...fates]).toEqual(expect.arrayContaining(['performanceDue renamed', 'serviceDue restarted', 'caseDue carried']));
      expect(done).toHaveLength(ways.size);
    });
  }, 300_000);
});

function expectedName(from: string): string {
  return from
    .replace('handling.procedure.approving', 'handling.procedure.headApproving')
    .replace('decided.execution.overdue', 'decided.execution.inArrears');
}
