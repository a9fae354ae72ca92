export type EmbeddedPostgresOptions = {
  /** Default: `ZHIHENG_DATA_DIR`, else `.zhiheng` in the project, else (root, unreachable project) below /var/lib/zhiheng. */
  readonly dataDir?: string;
  /** 0 picks a free port. Default: `ZHIHENG_PG_PORT`, else 15432. */
  readonly port?: number;
  /** Created when it does not exist. Default `zhiheng`. */
  readonly database?: string;
  /** Server settings on top of the durable defaults. */
  readonly settings?: Readonly<Record<string, string>>;
};

export type EmbeddedPostgres = {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly logFile: string;
  /** Process id of the postmaster. */
  readonly pid: number;
  /** Another living process owns this server: `stop` leaves it running. */
  readonly shared: boolean;
  /** Resolves when the server is gone, whoever ended it. */
  readonly exited: Promise<void>;
  /** Stops the server cleanly (checkpoint first) and resolves when it is gone. Harmless when repeated. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresCode =
  | 'PG_PORT_IN_USE'
  | 'PG_PORT_INVALID'
  | 'PG_DISK_FULL'
  | 'PG_VERSION_MISMATCH'
  | 'PG_DATA_DIR_REFUSED'
  | 'PG_DATA_DIR_BUSY'
  | 'PG_NO_BINARY'
  | 'PG_NO_ACCOUNT'
  | 'PG_START_FAILED'
  | 'PG_BACKUP_DIR_REFUSED'
  | 'PG_NOT_ARCHIVING'
  | 'PG_DATA_DIR_TAKEN'
  | 'PG_NO_BASE_BACKUP';

/** The message is Chinese first, English second, ready for the terminal. */
export declare class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresCode;
  readonly zh: string;
  readonly en: string;
  readonly expected: string;
  readonly found: string;
  readonly retry: 'never' | 'later' | 'elsewhere';
}

export declare function startEmbeddedPostgres(options?: EmbeddedPostgresOptions): Promise<EmbeddedPostgres>;
export declare function startThrowAwayPostgres(options?: Pick<EmbeddedPostgresOptions, 'settings'>): Promise<EmbeddedPostgres>;
export declare function defaultDataDir(env?: NodeJS.ProcessEnv): string;
export declare function freePort(): Promise<number>;

/** A copy of a data directory, from which and the log after it any later moment can be restored. Instants are ISO 8601 in UTC. */
export type BaseBackup = {
  readonly place: string;
  readonly startedAt: string;
  /** The first moment that it can be restored to. */
  readonly endedAt: string;
  readonly startWal: string;
  readonly bytes: number;
};
export declare function backUpEmbedded(options: { readonly backupDir: string } & EmbeddedPostgresOptions): Promise<BaseBackup>;
export declare function restoreEmbedded(options: {
  readonly backupDir: string;
  readonly at?: string;
  readonly dataDir?: string;
}): Promise<{ readonly dataDir: string; readonly base: string }>;
export declare function listBaseBackups(backupDir: string): readonly BaseBackup[];
export declare function pruneBackups(backupDir: string, keep: number): { readonly bases: number; readonly segments: number };
