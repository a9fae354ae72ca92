import type { CaseOutcome, CaseReport, UpgradeStore } from '@zhiheng/engine';

/** A procedure of a run or of a dry run. */
export type Reported = CaseReport & { readonly result: CaseOutcome['result'] | 'would-upgrade' };

export type UpgradeSummary = {
  /** Procedures that were looked at. */
  readonly cases: number;
  /** Procedures of the workflow by version, before the run; closed ones stay where they are. */
  readonly standing: Awaited<ReturnType<UpgradeStore['countCases']>>;
  readonly results: Readonly<Partial<Record<Reported['result'], number>>>;
  readonly clocks: {
    readonly gained: number;
    readonly lost: number;
    readonly moved: number;
    /** Sum of the days by which last days move later, and earlier. */
    readonly daysLater: number;
    readonly daysEarlier: number;
    readonly lapseAtOnce: number;
  };
  /** How many procedures each reason holds back. */
  readonly reasons: Readonly<Record<string, number>>;
};

export function emptySummary(standing: UpgradeSummary['standing']): UpgradeSummary {
  const clocks = { gained: 0, lost: 0, moved: 0, daysLater: 0, daysEarlier: 0, lapseAtOnce: 0 };
  return { cases: 0, standing, results: {}, clocks, reasons: {} };
}

/** The summary with a batch more. Pure. */
export function addToSummary(summary: UpgradeSummary, cases: readonly Reported[]): UpgradeSummary {
  const results: Record<string, number> = { ...summary.results };
  const reasons: Record<string, number> = { ...summary.reasons };
  const clocks = { ...summary.clocks };
  for (const one of cases) {
    results[one.result] = (results[one.result] ?? 0) + 1;
    for (const { block } of one.reasons) reasons[block] = (reasons[block] ?? 0) + 1;
    for (const { how, movedDays = 0, lapsesAtOnce } of one.clocks) {
      if (how === 'gained') clocks.gained++;
      if (how === 'lost') clocks.lost++;
      if (movedDays !== 0) clocks.moved++;
      if (movedDays > 0) clocks.daysLater += movedDays;
      else clocks.daysEarlier -= movedDays;
      if (lapsesAtOnce === true) clocks.lapseAtOnce++;
    }
  }
  return { ...summary, cases: summary.cases + cases.length, results, clocks, reasons };
}
