/** Read elsewhere: by the embedded database, the compose file, the tests and the tools. What `readSettings` reads needs no line here. */
const READ_ELSEWHERE = [
  'ZHIHENG_DATA_DIR',
  'ZHIHENG_PG_PORT',
  'ZHIHENG_BACKUP_DIR',
  'ZHIHENG_DB_PASSWORD',
  'ZHIHENG_COUNTS_FILE',
  'ZHIHENG_CHAOS_KILLS',
  'ZHIHENG_CHAOS_MINUTES',
  'ZHIHENG_CHAOS_ROUNDS',
  'ZHIHENG_CHAOS_ONLY',
  'ZHIHENG_CHAOS_SEED',
  'ZHIHENG_FUZZ_CASES',
  'ZHIHENG_FUZZ_SEED',
];

/** Our variables that nobody reads, each with the name that was probably meant: a setting misspelt is a setting not made. */
export function unknownVariables(
  env: Readonly<Record<string, string | undefined>>,
  read: ReadonlySet<string>,
): readonly string[] {
  const known = [...new Set([...read, ...READ_ELSEWHERE])].filter((name) => name.startsWith('ZHIHENG_'));
  return Object.keys(env)
    .filter((name) => name.startsWith('ZHIHENG_') && !known.includes(name))
    .sort()
    .map((name) => `${name}: 没有这个变量 no such variable; 是否指 did you mean ${nearest(name, known)}?`);
}

function nearest(name: string, known: readonly string[]): string {
  return known.reduce((best, one) => (distance(name, one) < distance(name, best) ? one : best));
}

/** Levenshtein's distance: how many letters to add, drop or change. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [place, letter] of [...left].entries()) {
    const next = [place + 1];
    for (const [column, other] of [...right].entries())
      next.push(Math.min(row[column]! + (letter === other ? 0 : 1), row[column + 1]! + 1, next[column]! + 1));
    row = next;
  }
  return row.at(-1)!;
}
