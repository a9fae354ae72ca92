import type { Accepted, Announcement, Envelope, Refusal, Rejected, Subject } from '@zhiheng/contracts';
import type { Instant, InstanceId, LegalDate, MessageId } from '@zhiheng/kernel';
import type { LegalFrame } from './frames/legal-frame.js';
import type { Clocks, PersistedSnapshot } from './state.js';

export type StoredInstance = {
  readonly instanceId: InstanceId;
  readonly workflow: string;
  readonly version: number;
  readonly jurisdiction: string;
  readonly subject: Subject;
  readonly seq: number;
  readonly headHash: string;
  readonly snapshot: PersistedSnapshot;
  readonly snapshotText: string;
  readonly clocks: Clocks;
  readonly openedAt: Instant;
  /** When the last entry of its log was made; read with it where it is read to be moved. */
  readonly lastAt?: Instant;
};

export type LogRow = {
  readonly seq: number;
  readonly kind: 'accepted' | 'refused';
  readonly text: string;
  readonly hash: string;
  readonly at: Instant;
};

/** Everything that a batch leaves for one procedure. */
export type InstanceWrite = {
  readonly instanceId: InstanceId;
  /** The version fence: written only if the stored sequence still is this; 0 opens the procedure. */
  readonly expectedSeq: number;
  readonly seq: number;
  readonly headHash: string;
  readonly workflow: string;
  readonly version: number;
  readonly jurisdiction: string;
  readonly subject: Subject;
  readonly openedAt: Instant;
  /** The rule that opened the procedure and the procedure from which its fact came; written once. */
  readonly openedBy?: { readonly instanceId?: InstanceId; readonly rule: string };
  readonly state: string;
  readonly done: boolean;
  /** Absent: stays as it is stored. */
  readonly snapshotText?: string;
  readonly clocksText: string;
  readonly log: readonly LogRow[];
  readonly clocks: readonly ClockWrite[];
  readonly outbox: readonly OutboxWrite[];
  /** Where on the log each message went, and whether it closed the procedure. */
  readonly inbox: readonly { readonly messageId: MessageId; readonly seq: number; readonly done: boolean }[];
};

/** An outbox row that whoever committed it brings to the queue of its consumer. */
export type HandedOver = { readonly outboxId: string; readonly consumer: string };

/** What came of a commit: the procedures that were left out because another process had moved them, all others being written. */
export type CommitResult = { readonly fenced: ReadonlySet<InstanceId>; readonly handedOver: readonly HandedOver[] };

/** A clock to be watched, or (state stopped/lapsed) no longer. */
export type ClockWrite = {
  readonly name: string;
  readonly generation: number;
  readonly state: 'running' | 'suspended' | 'stopped' | 'lapsed';
  readonly dueAt: Instant;
  readonly dueOn: LegalDate;
  readonly provisional: boolean;
};

export type OutboxWrite = { readonly consumer: string; readonly announcement: Announcement };

/** A refusal that has no procedure whose log could hold it. */
export type StrayRefusal = { readonly envelope: Envelope; readonly refusal: Refusal; readonly at: Instant };

export type DueClock = {
  readonly instanceId: InstanceId;
  readonly workflow: string;
  readonly name: string;
  readonly generation: number;
  readonly dueAt: Instant;
  readonly dueOn: LegalDate;
};

/** What came of messages, by the procedure that they were sent to: an id names one message to one procedure. */
export type Handled = ReadonlyMap<InstanceId, ReadonlyMap<MessageId, Accepted | Rejected>>;

/** The memory of the engine. One round trip each; `commit` is one transaction. */
export interface EngineStore {
  /** Stored procedures and what came of messages that were handled before. */
  load(request: {
    readonly instanceIds: readonly InstanceId[];
    readonly messages: readonly { readonly instanceId: InstanceId; readonly messageId: MessageId }[];
  }): Promise<{ readonly instances: ReadonlyMap<InstanceId, StoredInstance>; readonly handled: Handled }>;
  /** Writes all procedures whose fence holds and none of whose messages was handled before. */
  commit(writes: readonly InstanceWrite[]): Promise<CommitResult>;
  /** Which of these procedures somebody else holds locked at this moment. */
  locked(instanceIds: readonly InstanceId[]): Promise<ReadonlySet<InstanceId>>;
  /** Keeps the refusals whose messages were not handled before; answers those. */
  saveStrayRefusals(refusals: readonly StrayRefusal[]): Promise<ReadonlySet<StrayRefusal>>;
  saveFrames(frames: readonly { readonly hash: string; readonly frame: LegalFrame }[]): Promise<void>;
  loadFrames(hashes: readonly string[]): Promise<ReadonlyMap<string, LegalFrame>>;
}

/** The clocks that are due, in due order, and when the next one will be. */
export interface ClockStore {
  /** Without those of `except`. */
  due(request: {
    readonly now: Instant;
    readonly limit: number;
    readonly except: readonly InstanceId[];
  }): Promise<readonly DueClock[]>;
  /** When the first clock after this instant will be due. */
  nextDueAt(after: Instant): Promise<Instant | undefined>;
}

/** A log as stored, for verification and replay. */
export type StoredEntry = {
  readonly instanceId: InstanceId;
  readonly seq: number;
  readonly text: string;
  readonly hash: string;
};
export type StoredHistory = {
  /** The row with the columns by which it is listed. */
  readonly instance: StoredInstance & { readonly state: string; readonly done: boolean };
  readonly log: readonly StoredEntry[];
};
export interface LogStore {
  /** Procedures in id order after a given one, each with its log, as they stood at one moment. */
  historiesAfter(after: InstanceId | undefined, limit: number): Promise<readonly StoredHistory[]>;
  /** Entries of procedures, ordered by procedure and sequence. */
  entriesOf(instanceIds: readonly InstanceId[]): Promise<readonly StoredEntry[]>;
}

/** Procedures that an upgrade is to take. */
export interface UpgradeStore {
  /** Procedures of a version that are not closed, in id order after a given one. */
  openCases(request: {
    readonly workflow: string;
    readonly version: number;
    readonly after: InstanceId | undefined;
    readonly limit: number;
    /** Among these; all unless given. */
    readonly only?: readonly InstanceId[];
  }): Promise<readonly StoredInstance[]>;
  /** How many procedures of a workflow there are, by version, open and closed. */
  countCases(
    workflow: string,
  ): Promise<readonly { readonly version: number; readonly open: number; readonly closed: number }[]>;
}

/** Consumers of a topic: whose queue gets a copy of an announcement. */
export type Route = (topic: string) => readonly string[];
