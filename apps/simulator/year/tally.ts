/** What was sent and what came of it. */
export class Tally {
  sent = 0;
  accepted = 0;
  opened = 0;
  moves = 0;
  imported = 0;
  quarantined = 0;
  readonly refused: Record<string, number> = {};
  /** Refusals that were not meant: the behaviour or the system is to be looked at. */
  readonly unexpected: Record<string, number> = {};
  readonly senders: Record<string, number> = {};
  readonly parts: Record<string, number> = {};

  count(table: Record<string, number>, name: string): void {
    table[name] = (table[name] ?? 0) + 1;
  }
}
