/** Who may act. Roles of the bureau, the party (its acts are recorded by an officer or arrive through the portal), and the system itself. */
export const ROLES = [
  'inspector', // 检查人员、抽样人员
  'laboratory', // 检验机构
  'case-handler', // 办案人员
  'reviewer', // 审核人员
  'head', // 市场监督管理部门负责人
  'publisher', // 公示人员
  'upper-bureau', // 上一级市场监督管理部门
  'party', // 当事人、生产者
  'auditor',
  'administrator',
  'system', // clocks and rules
] as const;

export type Role = (typeof ROLES)[number];

/** Who sent an event. `system` stands for a lapsed clock or a rule of the rulebook, never for a person. */
export type Actor = {
  readonly id: string;
  readonly name?: string;
  readonly roles: readonly Role[];
};

export const SYSTEM: Actor = { id: 'system', roles: ['system'] };
