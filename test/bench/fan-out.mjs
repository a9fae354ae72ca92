// W2: one inspection plan starts 1,000 tasks of four transitions each and joins them. The plan announces each task in one transition; the
// rulebook opens the tasks and drives them; each last step signals the plan, which closes with the last one.
import { measured, median, table } from './measure.mjs';
import { withDatabase } from './world.mjs';
import { TASKS, playPlan } from './plan-workflow.mjs';

export async function w2({ server, redis, rounds = 3 }) {
  const rows = [];
  for (const [title, queue] of [
    ['Redis', { kind: 'redis', url: redis.url }],
    ['Postgres', { kind: 'postgres' }],
  ]) {
    const runs = [];
    for (let round = 0; round < rounds; round++) {
      runs.push(
        await withDatabase(server, (world) =>
          playPlan(world, queue, async (play) => {
            await play('warm-up');
            return measured({ pool: world.database.pool }, () => play('plan'));
          }),
        ),
      );
    }
    const seconds = runs.map((run) => run.seconds);
    const spread = `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}`;
    rows.push([
      `whole event path, BullMQ on ${title}`,
      `${median(seconds).toFixed(2)} (${spread})`,
      `${median(runs.map((run) => run.clientMs / 1_000)).toFixed(2)} + ${median(runs.map((run) => run.serverMs / 1_000)).toFixed(2)}`,
    ]);
  }
  return `### W2: one plan event opens ${TASKS} tasks of four transitions and joins them, ${rounds} rounds\n\n${table(['contender', 'seconds (min–max)', 'CPU s: Node + servers'], rows)}\n`;
}
