import { SYSTEM } from '@zhiheng/contracts';
import type { Engine } from '@zhiheng/engine';
import { instanceId, messageId, parseLegalDate } from '@zhiheng/kernel';
import type { InstanceId, JsonObject } from '@zhiheng/kernel';
import type { FakeClock } from '@zhiheng/testing';

export type Stage = 'proposed' | 'notified' | 'recording' | 'fulfilling' | 'followingUp' | 'closed';
type Act = { readonly type: string; readonly on: string; readonly by: 'case-handler' | 'head'; readonly data: JsonObject };

const ROAD: Readonly<Record<Stage, Act>> = {
  proposed: {
    type: 'TRIGGERED',
    on: '2026-03-02',
    by: 'case-handler',
    data: { trigger: 'rectification-failed', detail: '逾期不改正', level: 'city' },
  },
  notified: {
    type: 'NOTICE_SERVED',
    on: '2026-03-03',
    by: 'case-handler',
    data: {
      meetingOn: '2026-03-10',
      place: '会议室',
      addressee: '张三',
      addresseeIsFirstResponsible: true,
      matters: ['质量问题'],
    },
  },
  recording: {
    type: 'HELD',
    on: '2026-03-10',
    by: 'case-handler',
    data: { interviewers: ['officer-a', 'officer-b'], attendedBy: 'first-responsible' },
  },
  fulfilling: {
    type: 'RECORD_SIGNED',
    on: '2026-03-11',
    by: 'case-handler',
    data: { signature: 'signed', commitments: [{ measure: '更换原料', responsible: '李四' }] },
  },
  followingUp: { type: 'FULFILMENT_REPORTED', on: '2026-03-20', by: 'case-handler', data: { measures: '已更换' } },
  closed: {
    type: 'FOLLOW_UP_PASSED',
    on: '2026-03-20',
    by: 'case-handler',
    data: { findings: '合格', checkedBy: ['officer-a', 'officer-b'] },
  },
};
export const STAGES = Object.keys(ROAD) as readonly Stage[];

export const interviewId = (name: string): InstanceId => instanceId('interview', name);

export type Place = { readonly engine: Engine; readonly clock: FakeClock };

/** Opens an interview and leads it to a stage; the clock stands on the day of the last act. */
export async function anInterview(place: Place, name: string, stage: Stage): Promise<InstanceId> {
  for (const reached of STAGES.slice(0, STAGES.indexOf(stage) + 1)) {
    const { type, on, by, data } = ROAD[reached];
    place.clock.moveToDay(on);
    expect(await send(place, name, { type, on, by, data })).toMatchObject({ kind: 'accepted', state: reached });
  }
  return interviewId(name);
}

/** The party did not come, without excuse: the interview is proposed anew. */
export async function missed(place: Place, name: string): Promise<void> {
  place.clock.moveToDay('2026-03-10');
  const data = { excuse: 'unexcused', reason: '未说明' };
  expect(await send(place, name, { type: 'MISSED', on: '2026-03-10', by: 'case-handler', data })).toMatchObject({
    state: 'proposed',
  });
}

export function send(
  { engine }: Pick<Place, 'engine'>,
  name: string,
  {
    type,
    on,
    by = 'case-handler',
    data = {},
    message = type,
  }: Partial<Act> & { readonly type: string; readonly on: string; readonly message?: string },
): ReturnType<Engine['advance']> {
  return engine.advance({
    messageId: messageId('interview', name, message, on),
    instanceId: interviewId(name),
    workflow: 'interview',
    event: { type, data },
    on: parseLegalDate(on),
    actor: { id: `${by}-1`, roles: [by] },
    opening: { jurisdiction: '442000', subject: { kind: 'enterprise', id: name, name: `企业${name}` } },
  });
}

/** A lapse as the sweeper of some process sent it. */
export function lapse(
  { engine }: Pick<Place, 'engine'>,
  name: string,
  clock: { readonly name: string; readonly event: string; readonly generation: number; readonly on: string },
): ReturnType<Engine['advance']> {
  return engine.advance({
    messageId: messageId('lapse', interviewId(name), clock.name, String(clock.generation)),
    instanceId: interviewId(name),
    workflow: 'interview',
    event: { type: clock.event, data: {} },
    on: parseLegalDate(clock.on),
    actor: SYSTEM,
    cause: { clock: { name: clock.name, generation: clock.generation } },
  });
}
