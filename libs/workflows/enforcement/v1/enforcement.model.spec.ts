import type { Samples, Scenario } from '@zhiheng/engine/testing';
import type { JsonObject } from '@zhiheng/kernel';
import { checkWorkflow, edgesOf } from '@zhiheng/workflow-kit';
import type { StateRow } from '@zhiheng/workflow-kit';
import {
  clue,
  decision,
  decisionServed,
  filed,
  filing,
  penalised,
  proposal,
  report,
  served,
  testing,
} from './testing/a-case.js';
import { enforcementV1 } from './machine.js';

// The regions multiply: the procedure, the measures beside it and the time after the decision are explored one by one, and
// their coverage is added up. A situation is the state, its clocks and the facts that choose between edges.

const big = [{ kind: 'fine', amount: 200_000 }];
const revoked = { kind: 'revoked', by: '中山市人民政府', reason: '主要事实不清' };

const procedure: Samples = {
  VERIFICATION_EXTENDED: [{ reason: '案情复杂' }],
  TESTING_STARTED: [testing(true)],
  TESTING_ENDED: [{ result: '不合格' }],
  FILED: [filing()],
  NOT_FILED: [{ ground: 'minor', detail: '已改正' }],
  TRANSFERRED: [{ to: '其他部门', reason: '非本部门管辖' }],
  CASE_EXTENDED: [{ reason: '案情复杂' }],
  CASE_EXTENDED_COLLECTIVELY: [{ reason: '特别复杂', attendees: ['head-1', 'head-2'] }],
  INVESTIGATION_SUSPENDED: [{ ground: 'missing', detail: '下落不明' }],
  INVESTIGATION_RESUMED: [{ detail: '原因消除' }],
  INVESTIGATION_TERMINATED: [{ reason: '主体终止' }],
  CRIME_SUSPECTED: [{ team: ['officer-a', 'officer-b'], report: '书面报告' }],
  REFERRAL_APPROVED: [{ principalHead: true }],
  REFERRAL_REJECTED: [{ reason: '不构成' }],
  CASE_HANDED_OVER: [{ organ: '公安局', enclosures: ['移送书'] }],
  POLICE_FILED: [{ noticeNo: '1' }],
  POLICE_DECLINED: [{ reason: '未达标准' }],
  INVESTIGATION_REPORTED: [report(), report({ complex: true }), report({ proposal: 'other' })],
  REVIEW_STARTED: [{ kind: 'case' }, { kind: 'legal' }],
  REVIEW_EXTENDED: [{ reason: '特殊情况' }],
  REVIEW_AGREED: [{ opinion: '同意' }],
  REVIEW_RETURNED: [{ kind: 'supplement', opinion: '证据不足' }],
  PROPOSAL_APPROVED: [proposal({ penalties: big, hearingTold: true })],
  CASE_RETURNED: [{ reason: '补充调查' }],
  NOTICE_SERVED: [served()],
  NOTICE_POSTED: [{ place: '公告栏', reason: '下落不明' }],
  DEFENCE_MADE: [{ statement: '已整改' }],
  RIGHTS_WAIVED: [{ record: '放弃声明' }],
  HEARING_REQUESTED: [{ reason: '异议' }],
  DEFENCE_REEXAMINED: [{ adopted: false, reasons: '不成立' }],
  HOST_NAMED: [{ host: 'host-1' }],
  FILE_HANDED: [{ files: '案卷' }],
  HEARING_FIXED: [{ hearingOn: '2026-06-01', place: '听证室', open: true }],
  HEARING_NOTICE_SERVED: [{ recipients: ['当事人'] }],
  HEARING_ANNOUNCED: [{ place: '公告栏' }],
  HEARING_HELD: [{ record: '笔录' }],
  HEARING_SUSPENDED: [{ reason: '不可抗力' }],
  HEARING_RESUMED: [{ detail: '恢复' }],
  HEARING_TERMINATED: [{ reason: '撤回' }],
  HEARING_REPORTED: [{ opinion: '维持' }],
  COLLECTIVELY_DISCUSSED: [{ attendees: ['head-1', 'head-2'], conclusion: '同意' }],
  PENALTY_DECIDED: [decision({ penalties: big })],
  NO_PENALTY_DECIDED: [{ ground: 'unproven', reasons: '事实不能成立', educated: false }],
  CLOSING_APPROVED: [{}],
};
const measures: Samples = {
  EVIDENCE_REGISTERED: [{ items: ['账册'], reason: '可能灭失' }],
  REGISTRATION_HANDLED: [{ measure: 'tested' }],
  SEIZED: [{ items: ['灯具'], legalBasis: '产品质量法第十八条' }],
  SEIZURE_EXTENDED: [{ reason: '情况复杂' }],
  SEIZURE_RELEASED: [{ ground: 'unneeded' }],
  TESTING_STARTED: [testing(true), testing(false)],
  TESTING_ENDED: [{ result: '不合格' }],
};
const afterDecision: Samples = {
  DECISION_SERVED: [decisionServed()],
  DECISION_POSTED: [{ place: '报纸', reason: '下落不明', publicityTold: true }],
  PERFORMED: [{ paid: 200_000, lateFine: 0, detail: '银行缴款' }],
  DEFERRAL_GRANTED: [{ until: '2026-05-01', application: '书面申请' }],
  DEFERRAL_ENDED: [{}],
  URGING_SERVED: [{ proof: '送达回证' }],
  PERFORMANCE_REFUSED: [{ able: true, detail: '转移财产' }],
  COURT_APPLIED: [{ court: '法院' }],
  COURT_ENFORCEMENT_ENDED: [{ result: 'terminated' }],
  CLOSING_GROUND_FOUND: [{ reason: '其他' }],
  CLOSING_APPROVED: [{}],
  REMEDY_SOUGHT: [{ kind: 'litigation', organ: '法院' }],
  REMEDY_ENDED: [{ result: '驳回' }],
  PENALTY_PUSHED: [{ to: '浙江' }],
  PENALTY_PUBLISHED: [{ place: '公示系统', secrecyReviewed: true }],
  PUBLICITY_WITHDRAWN: [{ explanation: '已撤销' }],
  EARLY_STOP_APPLIED: [{ statement: '申请' }],
  EARLY_STOP_GRANTED: [{ performed: true, rectified: true, noRepeat: true }],
  EARLY_STOP_REFUSED: [{ reason: '未整改' }],
  RESTRICTION_ENDED: [{}],
  DECISION_REVOKED: [revoked],
};
// Performance and remedies are played out on a warning, which is not published; the tiers of publication on the others.
const publicationOnly: Samples = Object.fromEntries(
  Object.entries(afterDecision).filter(([event]) =>
    /^(DECISION|PERFORMED|CLOSING_APPROVED|PENALTY|PUBLICITY|EARLY|RESTRICTION)/.test(event),
  ),
);

describe('立案查处: every path', () => {
  const coverage = { states: new Set<string>(), lapses: new Set<string>() };

  it('the workflow names nothing that no catalogue holds', () => {
    expect(checkWorkflow(enforcementV1)).toEqual([]);
  });

  it('the procedure from the clue to the decision', () => {
    const last = explore(clue(), procedure, coverage, (scenario) => scenario.state.startsWith('decided'));
    expect(last.every((scenario) => scenario.done || scenario.state.startsWith('decided'))).toBe(true);
  });

  it('registered evidence and seizure beside the investigation', () => {
    explore(filed(), measures, coverage);
    expect([...coverage.states]).toEqual(
      expect.arrayContaining(['handling.registration.held', 'handling.seizure.held.testing']),
    );
  });

  it('service, performance and remedies', () => {
    explore(penalised({ penalties: [{ kind: 'warning' }] }), afterDecision, coverage);
    expect([...coverage.states]).toEqual(
      expect.arrayContaining(['decided.execution.enforcing', 'decided.remedy.pending', 'decided.publicity.exempt', 'archived']),
    );
  });

  it.each([
    ['light', { penalties: [{ kind: 'fine', amount: 40_000 }], discretion: 'lenient' }],
    ['general', { penalties: big, discretion: 'normal' }],
    ['sector', { penalties: big, sector: 'food', discretion: 'normal' }],
    ['restriction', { penalties: [{ kind: 'restrict-career', until: '2031-01-01' }] }],
    ['grave', { penalties: [{ kind: 'revoke-permit' }], sameProvince: false }],
  ])('the publication of a penalty: %s', (tier, decided) => {
    const change = { DECISION_CHANGED: [{ ...decision(decided), by: '中山市人民政府' }] };
    explore(penalised(decided), { ...publicationOnly, ...change }, coverage);
    expect([...coverage.states]).toContain(`decided.publicity.published.${tier}`);
  });

  it('together they reach every state and lapse every term', () => {
    const missing = leaves(enforcementV1.table).filter((state) => state !== 'opening' && !coverage.states.has(state));
    const neverLapsed = Object.values(enforcementV1.lapses).filter((clock) => !coverage.lapses.has(clock));
    expect({ missing, neverLapsed }).toEqual({ missing: [], neverLapsed: [] });
  });

  it('every lapse that the table has an edge for belongs to a clock', () => {
    expect(lapseEdges(enforcementV1.table).every((event) => event in enforcementV1.lapses)).toBe(true);
  });
});

type Coverage = { readonly states: Set<string>; readonly lapses: Set<string> };

/** Breadth first; answers the situations that no sample leads out of or that `isEnd` names. */
function explore(
  start: Scenario,
  samples: Samples,
  coverage: Coverage,
  isEnd: (scenario: Scenario) => boolean = () => false,
): readonly Scenario[] {
  const seen = new Set([situationOf(start)]);
  const ends: Scenario[] = [];
  let frontier = [start];
  while (frontier.length > 0) {
    const next: Scenario[] = [];
    for (const scenario of frontier) {
      for (const path of activeLeaves(scenario)) coverage.states.add(path);
      expectClocksOfStates(scenario);
      if (scenario.done || isEnd(scenario)) {
        ends.push(scenario);
        continue;
      }
      const after = successors(scenario, samples, coverage);
      // Nothing may get stuck: from every situation something can still happen, or the case is archived.
      if (after.length === 0) expect(scenario.state).toBe('archived');
      for (const each of after) {
        const key = situationOf(each);
        if (!seen.has(key)) next.push(each);
        seen.add(key);
      }
    }
    frontier = next;
  }
  return ends;
}

function successors(scenario: Scenario, samples: Samples, coverage: Coverage): readonly Scenario[] {
  const after: Scenario[] = [];
  const expected = eventsIn(scenario);
  for (const [event, datas] of Object.entries(samples)) {
    if (!expected.has(event)) continue;
    for (const data of datas as readonly JsonObject[]) {
      const each = scenario.when(event, data);
      if (each.refusal === undefined) after.push(each);
    }
  }
  for (const clock of Object.values(scenario.clocks)) {
    if (clock.state !== 'running') continue;
    const each = scenario.lapse(clock.name);
    expect({ lapse: clock.name, state: scenario.state, refusal: each.refusal }).toMatchObject({ refusal: undefined });
    coverage.lapses.add(clock.name);
    after.push(each);
  }
  return after;
}

function situationOf(scenario: Scenario): string {
  const running = Object.values(scenario.clocks).flatMap((clock) =>
    clock.state === 'running' || clock.state === 'suspended' ? [`${clock.name}:${clock.state}`] : [],
  );
  const { report: reported, defences, hearingReport, remedyEnd } = scenario.context as Record<string, JsonObject | undefined>;
  return JSON.stringify([
    scenario.state,
    running.sort(),
    reported?.['proposal'],
    reported?.['complex'],
    defences !== undefined,
    hearingReport !== undefined,
    remedyEnd !== undefined,
  ]);
}

const activeLeaves = ({ state }: Scenario): readonly string[] => state.split('|');

/** The clocks of a timed state run, stand still or have lapsed while the state is active. */
function expectClocksOfStates(scenario: Scenario): void {
  for (const path of activeLeaves(scenario)) {
    for (const clock of clocksOn(path)) {
      expect({ path, clock, state: scenario.clocks[clock]?.state }).toMatchObject({
        state: expect.stringMatching(/^(running|suspended|lapsed)$/) as string,
      });
    }
  }
}

const clocksOn = (path: string): readonly string[] => rowsOn(path).flatMap((row) => row.meta.clocks ?? []);

/** Events that some active state has an edge for: all others are refused, which the unit specs ask. */
const eventsIn = (scenario: Scenario): ReadonlySet<string> =>
  new Set(activeLeaves(scenario).flatMap((path) => rowsOn(path).flatMap((row) => Object.keys(row.on ?? {}))));

function rowsOn(path: string): readonly StateRow[] {
  let row: StateRow | undefined = enforcementV1.table;
  return path.split('.').flatMap((name) => {
    row = row?.states?.[name];
    return row === undefined ? [] : [row];
  });
}

function leaves(row: StateRow, path = ''): readonly string[] {
  const children = Object.entries(row.states ?? {});
  if (children.length === 0) return row.always === undefined ? [path] : [];
  return children.flatMap(([name, child]) => leaves(child, path === '' ? name : `${path}.${name}`));
}

function lapseEdges(row: StateRow): readonly string[] {
  const own = Object.entries(row.on ?? {}).flatMap(([event, edges]) =>
    event.endsWith('_LAPSED') && edgesOf(edges).length > 0 ? [event] : [],
  );
  return [...own, ...Object.values(row.states ?? {}).flatMap(lapseEdges)];
}
