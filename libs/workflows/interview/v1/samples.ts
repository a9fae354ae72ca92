import type { JsonObject } from '@zhiheng/kernel';

// Data of the specifications: what people would enter, in full, so that a test only changes what it is about.

export const trigger: JsonObject = { trigger: 'rectification-failed', detail: '电磁灶复查不合格', level: 'city' };
export const notice: JsonObject = {
  meetingOn: '2026-03-09',
  place: '市局三楼约谈室',
  addressee: '李某',
  addresseeIsFirstResponsible: true,
  matters: ['复查不合格', '整改措施'],
};
export const meeting: JsonObject = { interviewers: ['officer-1', 'officer-2'], attendedBy: 'first-responsible' };
export const absence: JsonObject = { excuse: 'unexcused', reason: '电话无人接听' };
export const excusedAbsence: JsonObject = { excuse: 'excused', reason: '住院' };
export const record: JsonObject = {
  signature: 'signed',
  commitments: [{ measure: '更换接地端子供应商', responsible: '李某' }],
};
export const check: JsonObject = { findings: '现场核查', checkedBy: ['officer-1', 'officer-3'] };
