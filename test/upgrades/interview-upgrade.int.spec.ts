import { createRegistry, createSweeper, narrate, replay } from '@zhiheng/engine';
import type { CaseReport } from '@zhiheng/engine';
import { PostgresClockStore, PostgresLogStore } from '@zhiheng/persistence';
import { interviewV1ToV2, interviewV2 } from '@zhiheng/testing';
import { factOf, restart } from '@zhiheng/workflow-kit';
import type { Upgrade } from '@zhiheng/workflow-kit';
import { allWorkflows } from '@zhiheng/workflows';
import { anInterview, interviewId, lapse, missed, send } from './an-interview.js';
import { after, before, withVersions } from './with-versions.js';
import type { VersionsWorld } from './with-versions.js';

const DAY_OF_UPGRADE = '2026-03-23';
const LOCAL = '本地工作要求（非法定；法律、规章和行动计划均未规定天数） 约谈程序默认值';

/** One interview in each state, by processes of the release before. */
async function oneInEachState(world: VersionsWorld): Promise<void> {
  const place = { engine: world.process(before), clock: world.clock };
  for (const stage of ['proposed', 'notified', 'recording', 'fulfilling', 'followingUp', 'closed'] as const)
    await anInterview(place, stage, stage);
  await anInterview(place, 'absent', 'notified');
  await missed(place, 'absent');
  world.clock.moveToDay(DAY_OF_UPGRADE);
}

const byName = <T extends CaseReport>(reports: readonly T[]): Readonly<Record<string, T>> =>
  Object.fromEntries(reports.map((report) => [report.subject.id, report]));

describe('the upgrade of interviews', () => {
  it('says before it changes anything what becomes of state, clocks and last days, with the article, and what holds a case back', () =>
    withVersions(async (world) => {
      await oneInEachState(world);
      const reports = byName(await world.foresee({ batch: 2 }));

      expect(Object.keys(reports).sort()).toEqual(['absent', 'followingUp', 'fulfilling', 'notified', 'proposed', 'recording']);
      expect(reports['proposed']).toMatchObject({
        verdict: 'upgrades',
        state: { before: { name: 'proposed' }, after: { name: 'proposed' } },
        // 5 working days from 2 March; nothing has moved, the lapse is only not delivered yet.
        clocks: [
          { clock: 'noticeDue', how: 'carried', dueBefore: '2026-03-09', dueAfter: '2026-03-09', movedDays: 0, article: LOCAL },
        ],
      });
      expect(reports['proposed']!.clocks[0]).not.toHaveProperty('lapsesAtOnce');
      expect(reports['notified']).toMatchObject({
        state: {
          before: { name: 'notified', title: { zh: '待约谈' } },
          after: { name: 'summoned', title: { zh: '已传约，待约谈' } },
        },
        clocks: [{ clock: 'summonsDue', how: 'renamed', dueBefore: '2026-03-24', dueAfter: '2026-03-24', movedDays: 0 }],
      });
      expect(reports['recording']!.clocks).toEqual([
        {
          clock: 'recordDue',
          title: { zh: '确认约谈记录期限（非法定）', en: 'Term to confirm the record (not statutory)' },
          how: 'lost',
          dueBefore: '2026-03-13',
          article: LOCAL,
          reason: { zh: '新办法要求当场确认，不再规定期限', en: 'the new measures have the record confirmed on the spot' },
        },
      ]);
      // 30 calendar days from 11 March become 10 working days from the same day.
      expect(reports['fulfilling']).toMatchObject({
        state: { before: { name: 'fulfilling' }, after: { name: 'fulfilling' } },
        clocks: [{ clock: 'commitmentDue', how: 'restarted', dueBefore: '2026-04-10', dueAfter: '2026-03-25', movedDays: -16 }],
      });
      // 3 working days from 20 March, the start of the follow-up that the verification comes before.
      expect(reports['followingUp']).toMatchObject({
        state: { before: { name: 'followingUp' }, after: { name: 'verifying' } },
        clocks: [
          { clock: 'followUpDue', how: 'lost', reason: { zh: '先行书面核查' } },
          { clock: 'verificationDue', how: 'gained', dueAfter: '2026-03-25' },
        ],
      });
      expect(reports['absent']).toMatchObject({
        verdict: 'held-back',
        state: { before: { name: 'proposed' } },
        clocks: [],
        reasons: [{ block: 'absentBefore', basis: '演练用约谈办法 第十条' }],
      });
      expect(await world.rows('select distinct version from instance')).toEqual([{ version: 1 }]);
      expect(await world.rows(`select 1 from log where entry like '%VERSION_UPGRADED%'`)).toEqual([]);
    }));

  it('stands on the log with who carried it out, on which ground, and what became of every clock; people read it in sentences', () =>
    withVersions(async (world) => {
      await oneInEachState(world);
      await world.upgrade();
      const [entry] = (await world.entries(interviewId('notified'))).slice(-1);

      expect(entry).toMatchObject({
        kind: 'accepted',
        version: 2,
        event: { type: 'VERSION_UPGRADED', data: { from: 1, to: 2 } },
        actor: { id: 'operator-1', roles: ['administrator'] },
        on: DAY_OF_UPGRADE,
        cause: { upgrade: { basis: '演练用约谈办法 第九条（施行前尚未办结的，适用本办法）' } },
        from: 'notified',
        to: 'summoned',
        upgraded: { from: 1, to: 2, clocks: [{ name: 'meetingDue', how: 'renamed', as: 'summonsDue' }] },
      });
      const toldOf = async (name: string) => {
        const told = narrate(await world.entries(interviewId(name)), {
          workflowOf: ({ workflow, version }) => after.pinned(workflow, version),
          ruleTitle: () => undefined,
        }).at(-1)!;
        return [told.event.title, told.sentence, ...told.details.map(({ sentence }) => sentence)];
      };
      expect(await toldOf('notified')).toEqual([
        { zh: '流程由第1版升级到第2版', en: 'upgrade of the workflow from version 1 to version 2' },
        {
          zh: '2026-03-23 陈工（系统管理员）：流程由第1版升级到第2版：改行新的约谈办法（演练用约谈办法 第九条（施行前尚未办结的，适用本办法）），由“待约谈”转入“已传约，待约谈”',
          en: '2026-03-23 陈工 (administrator): upgrade of the workflow from version 1 to version 2: Interviews under the new measures (演练用约谈办法 第九条（施行前尚未办结的，适用本办法）), from "Interview due" to "Summoned"',
        },
        {
          zh: '“进行约谈期限（非法定）”改为“应约期限（非法定）”，继续计算，至2026-03-24届满',
          en: '"Term to hold the interview (not statutory)" goes on as "Term of the summons (not statutory)", due 2026-03-24',
        },
      ]);
      expect((await toldOf('recording')).at(-1)).toEqual({
        zh: '“确认约谈记录期限（非法定）”不再计算：新办法要求当场确认，不再规定期限',
        en: '"Term to confirm the record (not statutory)" ends: the new measures have the record confirmed on the spot',
      });
      expect((await toldOf('fulfilling')).at(-1)).toEqual({
        zh: '“履行整改承诺期限（非法定）”按新规定自2026-03-11重新起算，至2026-03-25届满',
        en: '"Term of the commitments (not statutory)" runs anew from 2026-03-11 under the new rule, due 2026-03-25',
      });
      expect((await toldOf('absent'))[1]).toEqual({
        zh: '2026-03-23 陈工（系统管理员）：流程由第1版升级到第2版，未予受理：暂不升级到第2版：当事人已有无正当理由缺席，是否继续适用原办法由负责人决定（演练用约谈办法 第十条）',
        en: '2026-03-23 陈工 (administrator): upgrade of the workflow from version 1 to version 2; refused: Held back from version 2: the party has been absent: a head decides',
      });
    }));

  it('lets the terms run out as it said: the lost one never, the renamed one under its new name, the others on their new days', () =>
    withVersions(async (world) => {
      await oneInEachState(world);
      await world.upgrade();
      const engine = world.process(after);
      const clocks = new PostgresClockStore(world.database.pool);
      const sweeper = createSweeper({ clocks, engine, clock: world.clock, log: () => undefined });
      const lapsedOn = async (day: string): Promise<readonly unknown[]> => {
        world.clock.moveToDay(day);
        await sweeper.sweep();
        return world.rows(
          `select i.subject_id as "case", l.entry::jsonb #>> '{event,type}' as event, l.kind, i.state from log l join instance i on i.id = l.instance_id
           where l.entry::jsonb #>> '{actor,id}' = 'system' and l.entry::jsonb ->> 'on' = $1 order by 1`,
          [day],
        );
      };

      expect(await lapsedOn('2026-03-24')).toEqual([]);
      expect(await lapsedOn('2026-03-25')).toEqual([
        { case: 'notified', event: 'SUMMONS_DUE_LAPSED', kind: 'accepted', state: 'summoned' },
      ]);
      expect(await lapsedOn('2026-03-26')).toEqual([
        { case: 'followingUp', event: 'VERIFICATION_DUE_LAPSED', kind: 'accepted', state: 'followingUp' },
        { case: 'fulfilling', event: 'COMMITMENT_DUE_LAPSED', kind: 'accepted', state: 'verifying' },
      ]);
      world.clock.moveToDay('2027-03-26');
      await sweeper.sweep();
      const entries = await world.entries(interviewId('recording'));
      expect(entries.at(-1)!.event.type).toBe('VERSION_UPGRADED');
    }));

  it('makes lapses stale that were under way for clocks that it ended or renamed', () =>
    withVersions(async (world) => {
      await oneInEachState(world);
      await world.upgrade();
      const engine = world.process(after);
      world.clock.moveToDay('2026-04-01');

      for (const [name, clock] of [
        ['recording', { name: 'recordDue', event: 'RECORD_DUE_LAPSED', generation: 1, on: '2026-03-16' }],
        ['notified', { name: 'meetingDue', event: 'MEETING_DUE_LAPSED', generation: 1, on: '2026-03-25' }],
        ['fulfilling', { name: 'commitmentDue', event: 'COMMITMENT_DUE_LAPSED', generation: 1, on: '2026-04-11' }],
      ] as const) {
        const entries = await world.entries(interviewId(name));
        expect(await lapse({ engine }, name, clock)).toMatchObject({ kind: 'stale' });
        expect(await world.entries(interviewId(name))).toHaveLength(entries.length);
      }
    }));

  it('leaves the others in their version: the held back one goes on under the old law, and the refusal stands on its log once', () =>
    withVersions(async (world) => {
      await oneInEachState(world);
      const first = byName(await world.upgrade());
      const second = byName(await world.upgrade());

      expect(first['absent']).toMatchObject({ result: 'held-back', reasons: [{ block: 'absentBefore' }] });
      expect(Object.keys(second)).toEqual(['absent']);
      const refusals = (await world.entries(interviewId('absent'))).filter(({ kind }) => kind === 'refused');
      expect(refusals).toMatchObject([{ version: 1, refusal: { code: 'UPGRADE_BLOCKED', expected: 2 } }]);
      expect(await world.rows(`select version from instance where subject_id = 'closed'`)).toEqual([{ version: 1 }]);

      // A case of the old version is led on by processes of the new release.
      const on = DAY_OF_UPGRADE;
      const data = {
        meetingOn: '2026-03-30',
        place: '会议室',
        addressee: '张三',
        addresseeIsFirstResponsible: true,
        matters: ['质量'],
      };
      expect(await send({ engine: world.process(after) }, 'absent', { type: 'NOTICE_SERVED', on, data })).toMatchObject({
        kind: 'accepted',
        state: 'notified',
      });
    }));

  it('takes a case that was held back once a person has decided about it; decision and reason stand on its log', () =>
    withVersions(async (world) => {
      await oneInEachState(world);
      await world.upgrade();
      const override = { blocks: ['absentBefore'], why: '局长批示：适用新办法' };
      const decided = await world.upgrade({ only: [interviewId('absent')], override });

      expect(decided).toMatchObject([{ result: 'upgraded', version: { from: 1, to: 2 } }]);
      const entries = await world.entries(interviewId('absent'));
      expect(entries.at(-1)).toMatchObject({
        kind: 'accepted',
        event: { data: { despite: ['absentBefore'], why: '局长批示：适用新办法' } },
      });
      const told = narrate(entries, {
        workflowOf: ({ workflow, version }) => after.pinned(workflow, version),
        ruleTitle: () => undefined,
      });
      expect(told.at(-1)!.sentence.zh).toContain('环节不变；经决定升级，理由：局长批示：适用新办法');
    }));

  it('keeps a decision off the log of a case that nothing held back', () =>
    withVersions(async (world) => {
      await oneInEachState(world);
      const override = { blocks: ['absentBefore'], why: '局长批示：适用新办法' };
      await world.upgrade({ only: [interviewId('proposed')], override });
      expect((await world.entries(interviewId('proposed'))).at(-1)!.event.data).toEqual({ from: 1, to: 2 });
    }));

  it('refuses an order that names no upgrade or no block', () =>
    withVersions(async (world) => {
      await expect(world.upgrade({ to: 3 })).rejects.toMatchObject({
        code: 'UPGRADE_UNKNOWN',
        expected: ['interview: v1 → v2', 'enforcement: v1 → v2'],
        found: 'interview: → v3',
      });
      await expect(world.foresee({ override: { blocks: ['absent'], why: '误写' } })).rejects.toMatchObject({
        code: 'UPGRADE_BLOCK_UNKNOWN',
        expected: ['absentBefore'],
        found: ['absent'],
      });
    }));

  it('is decided again by replay: an upgrade that was changed afterwards, or taken out, shows', () =>
    withVersions(async (world) => {
      await oneInEachState(world);
      await world.upgrade();
      const replayed = async (upgrades: readonly Upgrade[]) => {
        const registry = createRegistry([...allWorkflows, interviewV2], upgrades);
        const { faults } = await replay({ logs: new PostgresLogStore(world.database.pool), frames: world.store, registry });
        return faults.map(({ instanceId, seq }) => ({ instanceId, seq }));
      };
      const upgradeOf = async (name: string) => {
        const instanceId = interviewId(name);
        return { instanceId, seq: (await world.entries(instanceId)).at(-1)!.seq };
      };

      expect(await replayed([interviewV1ToV2])).toEqual([]);
      const kinder = { ...interviewV1ToV2.clocks, commitmentDue: restart(factOf('RECORD_SIGNED', 'held.on')) };
      // Of the one case in which that clock ran.
      expect(await replayed([{ ...interviewV1ToV2, clocks: kinder }])).toEqual([await upgradeOf('fulfilling')]);
      expect(await replayed([])).toHaveLength(6);
    }));
});
