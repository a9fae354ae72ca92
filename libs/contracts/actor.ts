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
  /** Administrative division (GB/T 2260) whose bureau the person serves. Absent: bound to no place, as the system and the operator at the command line. */
  readonly area?: string;
  /** For a party: the subject that it speaks for. */
  readonly subjectId?: string;
  /** The account in whose place the person acts while that one is away. */
  readonly inPlaceOf?: string;
};

export const SYSTEM: Actor = { id: 'system', roles: ['system'] };

/** Whether the actor is one of these people, in person or by the account in whose place they act. */
export function isOneOf({ id, inPlaceOf }: Actor, people: readonly string[]): boolean {
  return people.includes(id) || (inPlaceOf !== undefined && people.includes(inPlaceOf));
}
