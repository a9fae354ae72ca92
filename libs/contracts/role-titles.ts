import type { Bilingual } from '@zhiheng/kernel';
import type { Role } from './actor.js';

/** What a person reads of a role. */
export const ROLE_TITLES: Readonly<Record<Role, Bilingual>> = {
  inspector: { zh: '检查人员', en: 'inspector' },
  laboratory: { zh: '检验机构', en: 'laboratory' },
  'case-handler': { zh: '办案人员', en: 'case handler' },
  reviewer: { zh: '审核人员', en: 'reviewer' },
  head: { zh: '负责人', en: 'head of the bureau' },
  publisher: { zh: '公示人员', en: 'publisher' },
  'upper-bureau': { zh: '上一级市场监督管理部门', en: 'bureau of the level above' },
  party: { zh: '当事人', en: 'party' },
  auditor: { zh: '审计人员', en: 'auditor' },
  administrator: { zh: '系统管理员', en: 'administrator' },
  system: { zh: '系统', en: 'system' },
};
