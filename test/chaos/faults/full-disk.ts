import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { query } from '../world/postgres-server.js';
import type { Fault } from './fault.js';

const BALLAST = 'ballast';
const CHUNK = Buffer.alloc(1 << 20);
const FILL = 64;

/** The file system on which the database lies is filled to its last byte, and emptied again. */
export const fullDisk: Fault = {
  name: 'disk of Postgres full',
  holdMs: 4_000,
  unavailable: ({ cluster }) =>
    cluster.smallDisk === undefined ? 'no file system can be mounted here: needs root on Linux' : undefined,
  inflict: async ({ cluster }) => {
    fill(path.join(cluster.smallDisk!, BALLAST));
    // What is recycled and preallocated still has room: the rest is used up by the database itself.
    await query(cluster.postgres.url, async (client) => {
      await client.query(`create table if not exists chaos.ballast (filler text)`);
      for (let round = 0; round < FILL; round++)
        await client.query(`insert into chaos.ballast select repeat(md5(i::text), 200) from generate_series(1, 500) i`);
    }).catch(() => undefined);
    fill(path.join(cluster.smallDisk!, `${BALLAST}-2`));
  },
  heal: async ({ cluster }) => {
    for (const name of [BALLAST, `${BALLAST}-2`]) rmSync(path.join(cluster.smallDisk!, name), { force: true });
    // A full disk under the write-ahead log ends the server: an operator frees the disk and starts it.
    if (!cluster.postgres.isRunning()) await cluster.postgres.start();
    await untilItAnswers(cluster.postgres.url);
  },
};

function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (;;) writeSync(descriptor, CHUNK);
  } catch (fault) {
    if ((fault as { readonly code?: string }).code !== 'ENOSPC') throw fault;
  } finally {
    closeSync(descriptor);
  }
}

async function untilItAnswers(url: string): Promise<void> {
  for (const deadline = Date.now() + 120_000; ;) {
    try {
      await query(url, (client) => client.query('drop table if exists chaos.ballast'));
      return;
    } catch (fault) {
      if (Date.now() > deadline) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
