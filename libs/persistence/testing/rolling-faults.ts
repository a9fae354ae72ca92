import type { MigrationInterface, QueryRunner } from 'typeorm';

export type RollingRule =
  | 'INDEX_BLOCKS_WRITERS'
  | 'CONCURRENT_IN_TRANSACTION'
  | 'COLUMN_WITHOUT_DEFAULT'
  | 'TABLE_REWRITTEN'
  | 'TABLE_SCANNED'
  | 'MANY_ROWS_CHANGED'
  | 'REMOVED_WHILE_READ';

/** A statement that must not run while the release before serves, unless the migration says in `reasons` why it may. */
export type RollingFault = { readonly rule: RollingRule; readonly statement: string };

/** A migration that breaks a rule says why that is harmless. */
export type Reasoned = MigrationInterface & { readonly reasons?: Readonly<Partial<Record<RollingRule, string>>> };

// Tables that grow with every event or every day: reading or locking one of them as a whole is felt.
const BIG = ['instance', 'log', 'outbox', 'inbox', 'clock', 'legal_frame', 'stray_refusal', 'public_record', 'public_change'];
BIG.push('webhook_delivery', 'spot_check_sample', 'enterprise', 'read_audit', 'idempotency', 'daily_head', 'procedure_name');

const REWRITING_DEFAULT = /\bdefault\s+(?!now\(\)|current_)[a-z_]+\s*\(/;

/** What of a migration is not safe while the release before it serves. The statements are collected; none is run. */
export async function rollingFaults(migration: Reasoned): Promise<readonly RollingFault[]> {
  const statements: string[] = [];
  const collector = {
    query: async (statement: string) => {
      statements.push(statement.replace(/\s+/g, ' ').trim().toLowerCase());
      return [];
    },
  };
  await migration.up(collector as unknown as QueryRunner);
  const created = new Set(
    statements.flatMap((text) => /^create (?:unlogged )?table (?:if not exists )?(\w+)/.exec(text)?.[1] ?? []),
  );
  return statements
    .flatMap((statement) =>
      rulesBroken(statement, { created, inTransaction: migration.transaction !== false }).map((rule) => ({ rule, statement })),
    )
    .filter(({ rule }) => !migration.reasons?.[rule]);
}

function rulesBroken(
  text: string,
  { created, inTransaction }: { readonly created: ReadonlySet<string>; readonly inTransaction: boolean },
): readonly RollingRule[] {
  const broken: RollingRule[] = [];
  const big = (table: string | undefined): boolean => table !== undefined && BIG.includes(table) && !created.has(table);
  const old = (table: string | undefined): boolean => table !== undefined && !created.has(table);

  const index = /^create (?:unique )?index (concurrently )?(?:if not exists )?\w* ?on (?:only )?(\w+)/.exec(text);
  if (index !== null && index[1] === undefined && big(index[2])) broken.push('INDEX_BLOCKS_WRITERS');
  if (/ index concurrently /.test(text) && inTransaction) broken.push('CONCURRENT_IN_TRANSACTION');

  const altered = /^alter table (?:if exists )?(?:only )?(\w+) (.*)$/.exec(text);
  if (altered !== null && old(altered[1])) {
    for (const part of actionsOf(altered[2]!)) {
      if (/^add (column )?/.test(part) && !/^add (constraint|check|primary|unique|foreign)/.test(part)) {
        if (/\bnot null\b/.test(part) && !/\bdefault\b|\bgenerated\b/.test(part)) broken.push('COLUMN_WITHOUT_DEFAULT');
        if (big(altered[1]) && (REWRITING_DEFAULT.test(part) || /\bgenerated\b/.test(part))) broken.push('TABLE_REWRITTEN');
      }
      if (big(altered[1]) && /^alter (column )?\w+ (set data )?type\b/.test(part)) broken.push('TABLE_REWRITTEN');
      if (big(altered[1]) && /^alter (column )?\w+ set not null/.test(part)) broken.push('TABLE_SCANNED');
      if (
        big(altered[1]) &&
        /^add (constraint|check|primary|unique|foreign)/.test(part) &&
        !/\bnot valid$|\busing index\b/.test(part)
      )
        broken.push('TABLE_SCANNED');
      if (/^(drop (?!constraint|not null|default)|rename )/.test(part)) broken.push('REMOVED_WHILE_READ');
    }
  }
  const changed = /^(?:with .*?\) )?(?:update (?:only )?|delete from (?:only )?)(\w+)/.exec(text);
  if (changed !== null && big(changed[1])) broken.push('MANY_ROWS_CHANGED');
  if (/^(drop (table|view|materialized view|function|type|sequence|schema)|truncate) /.test(text))
    broken.push('REMOVED_WHILE_READ');
  return broken;
}

/** The actions of an alter table, which are parted by commas outside parentheses. */
function actionsOf(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim());
}
