import { query } from '../world/postgres-server.js';
import type { Fault } from './fault.js';

/** Somebody writes into the outbox what nobody can read. It alone may end as a dead letter. */
export function poisonedOutbox(consumer: string, text: string): Fault {
  return {
    name: `poison for ${consumer}`,
    holdMs: 0,
    inflict: async ({ cluster, record }) => {
      const outboxId = await query(cluster.postgres.url, async (client) => {
        const { rows } = await client.query<{ readonly id: string }>(
          'insert into outbox (consumer, announcement) values ($1, $2) returning id',
          [consumer, text],
        );
        return rows[0]!.id;
      });
      record.write({ kind: 'poison', consumer, outboxId });
    },
    heal: () => Promise.resolve(),
  };
}
