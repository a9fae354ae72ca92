import { createEngine, createRegistry, upgradeCases } from '@zhiheng/engine';
import { PostgresUpgradeStore } from '@zhiheng/persistence';
import { loadLaw } from '@zhiheng/platform';
import { interviewV1ToV2, interviewV2 } from '@zhiheng/testing';
import { allWorkflows } from '@zhiheng/workflows';
import { somebody, withApi } from '../api/with-api.js';
import type { ApiWorld } from '../api/with-api.js';
import { anInterview, interviewId, missed } from './an-interview.js';
import { ORDER, before, flat } from './with-versions.js';

const law = loadLaw([...allWorkflows, interviewV2], [interviewV1ToV2]);
const administrator = somebody('administrator-1', ['administrator']);

/** An upgraded interview behind the interface of the release before, which another process of the new release has upgraded. */
function withOldGateway(run: (world: ApiWorld) => Promise<void>): Promise<void> {
  return withApi(async (world) => {
    const { runtime, clock, database } = world;
    const { frames } = world.law;
    await anInterview({ engine: runtime.engine, clock }, 'followed', 'followingUp');
    await anInterview({ engine: runtime.engine, clock }, 'proposed', 'proposed');
    clock.moveToDay('2026-03-23');
    const registry = createRegistry([...allWorkflows, interviewV2], [interviewV1ToV2]);
    const engine = createEngine({ registry, frames, store: runtime.store, clock, route: () => [] });
    const cases = new PostgresUpgradeStore(database.pool);
    const order = { ...ORDER, only: [interviewId('followed')] };
    await flat(upgradeCases({ registry, frames, clock, cases, store: runtime.store, engine }, order));
    await run(world);
  });
}

/** An upgraded interview and one that was held back, behind the interface of the new release. */
function withUpgraded(run: (world: ApiWorld) => Promise<void>): Promise<void> {
  return withApi(
    async (world) => {
      const { runtime, clock, database } = world;
      const { registry, frames } = world.law;
      const engine = createEngine({ registry: before, frames, store: runtime.store, clock, route: () => [] });
      await anInterview({ engine, clock }, 'followed', 'followingUp');
      await anInterview({ engine, clock }, 'absent', 'notified');
      await missed({ engine, clock }, 'absent');
      await engine.drain();
      clock.moveToDay('2026-03-23');
      const cases = new PostgresUpgradeStore(database.pool);
      await flat(upgradeCases({ registry, frames, clock, cases, store: runtime.store, engine: runtime.engine }, ORDER));
      await run(world);
    },
    { law },
  );
}

describe('an upgraded procedure, through the interface', () => {
  it('says where it stands in the new version, what may happen next, and its terms with their articles', () =>
    withUpgraded(async (world) => {
      const { status, body } = await world.ask(`/api/procedures/${interviewId('followed')}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        version: 2,
        state: 'verifying',
        clocks: [
          { name: 'verificationDue', dueOn: '2026-03-25', sentence: { zh: expect.stringContaining('2026-03-25') as string } },
        ],
        events: [{ type: 'PAPERS_VERIFIED', forYou: true }],
      });
      expect((await world.ask(`/api/procedures/${interviewId('absent')}`)).body).toMatchObject({
        version: 1,
        state: 'proposed',
      });
    }));

  it('is drawn in the chart of its version', () =>
    withUpgraded(async (world) => {
      expect((await world.ask(`/api/procedures/${interviewId('followed')}/diagram`)).body).toMatchObject({
        workflow: { version: 2 },
        active: ['verifying'],
      });
      expect((await world.ask(`/api/procedures/${interviewId('absent')}/diagram`)).body).toMatchObject({
        workflow: { version: 1 },
        active: ['proposed'],
      });
    }));

  it('tells its history across the versions', () =>
    withUpgraded(async (world) => {
      const { status, body } = await world.ask(`/api/procedures/${interviewId('followed')}/timeline`);
      expect(status).toBe(200);
      const items = body['items'] as readonly {
        readonly event: { readonly type: string };
        readonly sentence: { readonly zh: string };
      }[];
      expect(items.map(({ event }) => event.type)).toEqual([
        ...['TRIGGERED', 'NOTICE_SERVED', 'HELD', 'RECORD_SIGNED', 'FULFILMENT_REPORTED'],
        'VERSION_UPGRADED',
      ]);
      expect(items.at(-1)!.sentence.zh).toMatch(
        /^2026-03-23 陈工（系统管理员）：流程由第1版升级到第2版：.*，由“回访”转入“书面核查”$/,
      );
      expect(items[1]!.sentence.zh).toContain('进入“待约谈”');
      const held = (await world.ask(`/api/procedures/${interviewId('absent')}/timeline`)).body;
      expect((held['items'] as readonly object[]).at(-1)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'UPGRADE_BLOCKED' },
      });
    }));

  it('stands in the lists of work and of terms under the names of its version', () =>
    withUpgraded(async (world) => {
      const work = (await world.ask('/api/procedures?mine=true')).body['items'];
      expect(work).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            id: interviewId('followed'),
            state: 'verifying',
            stateTitle: { zh: '书面核查', en: 'Papers being verified' },
          }),
          expect.objectContaining({ id: interviewId('absent'), stateTitle: { zh: '待通知', en: 'Notice to be served' } }),
        ]),
      );
      const due = (await world.ask('/api/clocks?explain=true')).body['items'];
      expect(due).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            clock: 'verificationDue',
            dueOn: '2026-03-25',
            title: { zh: '书面核查期限（非法定）', en: 'Term to verify the papers' },
          }),
        ]),
      );
    }));

  it('cannot be upgraded by an event from outside, whoever sends it', () =>
    withUpgraded(async (world) => {
      const answer = await world.ask(`/api/procedures/${interviewId('absent')}/events`, {
        method: 'POST',
        as: administrator,
        body: { type: 'VERSION_UPGRADED', data: { from: 1, to: 2 } },
      });
      expect(answer).toMatchObject({ status: 422, body: { code: 'EVENT_UNKNOWN' } });
      expect((await world.ask(`/api/procedures/${interviewId('absent')}`)).body).toMatchObject({ version: 1 });
    }));

  it('opens new procedures in the new version', () =>
    withUpgraded(async (world) => {
      const { status, body } = await world.ask('/api/procedures', {
        method: 'POST',
        body: {
          workflow: 'interview',
          jurisdiction: '442000',
          subject: { kind: 'enterprise', id: 'uscc:1', name: '新案' },
          type: 'TRIGGERED',
          data: { trigger: 'rectification-failed', detail: '复查不合格', level: 'city' },
        },
      });
      expect(status).toBe(201);
      expect((await world.ask(`/api/procedures/${String(body['instanceId'])}`)).body).toMatchObject({
        version: 2,
        state: 'proposed',
      });
    }));
});

describe('an upgraded procedure, through a gateway of the release before', () => {
  it('is listed under the names as they are stored, without what only the new release knows', () =>
    withOldGateway(async (world) => {
      const work = await world.ask('/api/procedures');
      expect(work.status).toBe(200);
      expect(work.body['items']).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            id: interviewId('followed'),
            state: 'verifying',
            stateTitle: { zh: 'verifying', en: 'verifying' },
          }),
          expect.objectContaining({ id: interviewId('proposed'), stateTitle: { zh: '待通知', en: 'Notice to be served' } }),
        ]),
      );
      const due = await world.ask('/api/clocks?explain=true');
      expect(due.status).toBe(200);
      const items = due.body['items'] as readonly { readonly clock: string; readonly sentence?: object }[];
      expect(items.map(({ clock, sentence }) => [clock, sentence !== undefined])).toEqual([
        ['noticeDue', true],
        ['verificationDue', false],
      ]);
    }));

  it('asks for a later try, and records nothing', () =>
    withOldGateway(async (world) => {
      const path = `/api/procedures/${interviewId('followed')}`;
      const send = { method: 'POST', body: { type: 'FOLLOW_UP_PASSED', data: { findings: '合格', checkedBy: ['a', 'b'] } } };
      for (const answer of [await world.ask(path), await world.ask(`${path}/events`, send)])
        expect(answer).toMatchObject({ status: 503, body: { code: 'WORKFLOW_VERSION_UNKNOWN' } });
      const { rows } = await world.database.pool.query(`select max(seq) as seq from log where instance_id = $1`, [
        interviewId('followed'),
      ]);
      expect(rows).toEqual([{ seq: 6 }]);
    }));
});
