import type { Route } from '@zhiheng/engine';
import type { ImportKind, ImportProfile, RawRow } from '@zhiheng/intake';
import type { Jurisdiction } from '@zhiheng/policy';
import type { ClockPort, LegalDate } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { Pool, PoolClient } from 'pg';

export type ImportPorts = {
  readonly pool: Pool;
  readonly clock: ClockPort;
  readonly profiles: readonly ImportProfile[];
  /** Places that results may be imported for. */
  readonly jurisdictions: readonly Jurisdiction[];
  readonly route: Route;
  /** Wakes the relay after a chunk is committed. */
  readonly wake: () => void;
};

export type ImportRequest = {
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly jurisdiction: string;
  /** Day on which the bureau received the results: the terms of the follow-up run from it. */
  readonly receivedOn: LegalDate;
  readonly onProgress?: (done: number, total: number) => void;
};

/** An import under way: where its chunks go. */
export type ImportJob = ImportPorts &
  ImportRequest & {
    readonly importId: string;
    readonly place: Jurisdiction;
    readonly profile: ImportProfile;
    readonly header: RawRow | undefined;
    readonly rows: readonly RawRow[];
  };

/** Runs one chunk in one transaction and wakes the relay after the commit. */
export async function inChunk(job: ImportJob, run: (tx: PoolClient) => Promise<void>): Promise<void> {
  const tx = await job.pool.connect();
  try {
    await tx.query('begin');
    await run(tx);
    await tx.query('commit');
  } catch (fault) {
    await tx.query('rollback').catch(() => undefined);
    throw mapStoreFault(fault);
  } finally {
    tx.release();
  }
  job.wake();
}
