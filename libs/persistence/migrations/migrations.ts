import { EngineTables1763769600000 } from './1763769600000-engine-tables.js';
import { OutboxOrder1763770000000 } from './1763770000000-outbox-order.js';
import { ClockShift1763773200000 } from './1763773200000-clock-shift.js';
import { PublicList1763776800000 } from './1763776800000-public-list.js';
import { Intake1763780400000 } from './1763780400000-intake.js';
import { Restriction1764086400000 } from './1764086400000-restriction.js';
import { People1764090000000 } from './1764090000000-people.js';
import { ConfidentialRecords1764090600000 } from './1764090600000-confidential-records.js';
import { PublicRecords1764100000000 } from './1764100000000-public-records.js';
import { Webhooks1764100100000 } from './1764100100000-webhooks.js';
import { WorkList1764110000000 } from './1764110000000-work-list.js';
import { Idempotency1764110100000 } from './1764110100000-idempotency.js';
import { StandingClock1764120000000 } from './1764120000000-standing-clock.js';
import { LogInstant1764130000000 } from './1764130000000-log-instant.js';
import { OneBlacklist1764131000000 } from './1764131000000-one-blacklist.js';
import { NarrowInbox1764200000000 } from './1764200000000-narrow-inbox.js';
import { DailyRoot1764220000000 } from './1764220000000-daily-root.js';
import { OpenProcedures1764250000000 } from './1764250000000-open-procedures.js';
import { InboxOfProcedure1764270000000 } from './1764270000000-inbox-of-procedure.js';
import { MessageOfProcedure1764270100000 } from './1764270100000-message-of-procedure.js';
import { ProcedureNames1764300000000 } from './1764300000000-procedure-names.js';
import { NamesOfBefore1764300100000 } from './1764300100000-names-of-before.js';
import { NameGrams1764300200000 } from './1764300200000-name-grams.js';
import { LogInstants1764300300000 } from './1764300300000-log-instants.js';
import { OneNameIndex1764300400000 } from './1764300400000-one-name-index.js';

/** All migrations, oldest first. Append only: a released one never changes. */
export const migrations = [
  EngineTables1763769600000,
  OutboxOrder1763770000000,
  ClockShift1763773200000,
  PublicList1763776800000,
  Intake1763780400000,
  Restriction1764086400000,
  People1764090000000,
  ConfidentialRecords1764090600000,
  PublicRecords1764100000000,
  Webhooks1764100100000,
  WorkList1764110000000,
  Idempotency1764110100000,
  StandingClock1764120000000,
  LogInstant1764130000000,
  OneBlacklist1764131000000,
  NarrowInbox1764200000000,
  DailyRoot1764220000000,
  OpenProcedures1764250000000,
  InboxOfProcedure1764270000000,
  MessageOfProcedure1764270100000,
  ProcedureNames1764300000000,
  NamesOfBefore1764300100000,
  NameGrams1764300200000,
  LogInstants1764300300000,
  OneNameIndex1764300400000,
] as const;
