import type { JsonObject } from '@zhiheng/kernel';
import { begin, carry, defineUpgrade, drop, factOf, later, rename, restart, startOf } from '@zhiheng/workflow-kit';

type Context = JsonObject & { readonly unexcused?: number; readonly record?: { readonly on: string } };

/** From the interview as it is to the made-up version of the tests: every fate that a clock can have. */
export const interviewV1ToV2 = defineUpgrade<Context>({
  workflow: 'interview',
  from: 1,
  to: 2,
  title: { zh: '改行新的约谈办法', en: 'Interviews under the new measures' },
  basis: '演练用约谈办法 第九条（施行前尚未办结的，适用本办法）',
  states: { notified: 'summoned', followingUp: 'verifying' },
  context: (before) => ({ ...before, attendance: { unexcused: before.unexcused ?? 0 } }),
  clocks: {
    noticeDue: carry(),
    meetingDue: rename('summonsDue'),
    recordDue: drop({ zh: '新办法要求当场确认，不再规定期限', en: 'the new measures have the record confirmed on the spot' }),
    commitmentDue: restart(factOf('RECORD_SIGNED', 'record.on')),
    followUpDue: drop({ zh: '先行书面核查', en: 'the papers are verified first' }),
  },
  newClocks: {
    verificationDue: begin(['verifying'], startOf('followUpDue')),
    followUpDue: later({ zh: '书面核查后起算', en: 'runs after the papers are verified' }),
  },
  blocks: {
    absentBefore: {
      title: {
        zh: '当事人已有无正当理由缺席，是否继续适用原办法由负责人决定',
        en: 'the party has been absent: a head decides',
      },
      basis: '演练用约谈办法 第十条',
      holds: ({ context }) => (context.unexcused ?? 0) > 0,
    },
  },
});
