// The product: the engine by itself, and the whole event path.
import { STEPS } from '../bench-workflow.mjs';
import { engineOver, openingOf, stepOf, withQueuedEngine } from '../world.mjs';

/** Every case by itself sends its next event when the last one is committed; all cases at the same time. */
export async function runAdvance(database, names, options = {}) {
  const engine = engineOver(database, { route: () => ['interview'], ...options });
  await Promise.all(
    names.map(async (name) => {
      await expectAccepted(engine.advance(openingOf(name)));
      for (let step = 1; step < STEPS; step++) await expectAccepted(engine.advance(stepOf(name, step)));
    }),
  );
}

async function expectAccepted(outcome) {
  const { kind, refusal } = await outcome;
  if (kind !== 'accepted') throw new Error(`expected accepted, found ${kind} ${JSON.stringify(refusal)}`);
}

/** Only the openings are sent; every further transition is driven by its own queued event. `play(names)` resolves when all have closed. */
export async function withEventPath(world, queue, run) {
  let open = 0;
  let allClosed;
  const onClosed = () => --open === 0 && allClosed();
  return withQueuedEngine(world, { queue, onClosed }, (engine) =>
    run(async (names) => {
      open = names.length;
      const end = new Promise((resolve) => (allClosed = resolve));
      await Promise.all(names.map((name) => expectAccepted(engine.advance(openingOf(name)))));
      await end;
    }),
  );
}
