import type { ClockCatalogue } from '@zhiheng/workflow-kit';
import { foodClocks } from './food-policies.js';

/** Same product of the same producer: no second check within this many months (第八条). */
export const REPEAT_INTERVAL = 'inspection.repeat.months';

export const policies = [REPEAT_INTERVAL] as const;

export const clocks = {
  objectionDue: { title: { zh: '异议处理申请期限', en: 'Term to object' }, term: 'inspection.objection.term' },
  retestFormalitiesDue: {
    title: { zh: '办理复检手续期限', en: 'Term for the formalities of a retest' },
    term: 'inspection.retest.formalitiesTerm',
  },
  retestLabDue: {
    title: { zh: '确定复检机构期限', en: 'Term to name the retest laboratory' },
    term: 'inspection.retest.labTerm',
  },
  rectificationDue: { title: { zh: '改正期限', en: 'Term to rectify' }, term: 'inspection.rectification.term' },
  recheckDue: { title: { zh: '组织复查期限', en: 'Term to re-check' }, term: 'inspection.recheck.term' },
  secondRecheckWindow: {
    title: { zh: '公告后复查期间', en: 'Window of the second re-check' },
    term: 'inspection.secondRecheck.window',
  },
  ...foodClocks,
} as const satisfies ClockCatalogue;
