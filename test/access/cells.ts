import type { Role } from '@zhiheng/contracts';
import { allWorkflows } from '@zhiheng/workflows';

/** The bureau that has the procedures of this test: 中山市. */
export const HERE = '442000';

/** Where the sender's bureau stands to the one that has the case. */
export const AREAS = {
  here: HERE,
  above: '440000',
  'the nation': '000000',
  beside: '440100',
  below: '442001',
  'another province': '330000',
} as const;
export type Area = keyof typeof AREAS;

/** Which subject a party speaks for. */
export type Speaks = 'for itself' | 'for another';

export type Sender = {
  readonly account: string;
  readonly role: Role;
  readonly area: Area;
  readonly speaks?: Speaks;
};

// Written from the orders, not from the code: who may act for a bureau. 处罚程序规定 第十条 (the bureau of the place has the case),
// 失信名单办法 第二十二条 (the level above consents), 抽查办法 第九条 (a laboratory works for whoever engages it), a party for itself.
const AREAS_IN_WHICH: Readonly<Record<Exclude<Role, 'system'>, readonly Area[]>> = {
  inspector: ['here'],
  'case-handler': ['here'],
  reviewer: ['here'],
  head: ['here'],
  publisher: ['here'],
  'upper-bureau': ['above', 'the nation'],
  laboratory: ['here', 'above', 'the nation'],
  auditor: ['here', 'above', 'the nation'],
  administrator: ['here', 'above', 'the nation'],
  party: ['here', 'above', 'the nation', 'beside', 'below', 'another province'],
};

/** One sender for each role and area, and for parties for each subject. */
export function sendersOf(roles: readonly Role[]): readonly Sender[] {
  return roles.flatMap((role) =>
    (Object.keys(AREAS) as Area[]).flatMap((area): readonly Sender[] => {
      const account = `m-${role}-${AREAS[area]}`;
      if (role !== 'party') return [{ account, role, area }];
      return (['for itself', 'for another'] as const).map((speaks) => ({
        account: `${account}-${speaks === 'for itself' ? 'own' : 'other'}`,
        role,
        area,
        speaks,
      }));
    }),
  );
}

/** Every event of every workflow, with who may send it. */
export const EVENTS = allWorkflows.flatMap(({ name, version, events }) =>
  Object.entries(events).map(([type, { sentBy, opens = false }]) => ({ workflow: name, version, type, sentBy, opens })),
);

/** What the interface must answer to an event whose form is filled in wrongly: who may not send it hears that first. */
export function expectedCode(sentBy: readonly Role[], { role, area, speaks }: Sender): string {
  if (!sentBy.includes(role)) return 'ROLE_NOT_ALLOWED';
  const isHere = role !== 'system' && AREAS_IN_WHICH[role].includes(area) && speaks !== 'for another';
  return isHere ? 'EVENT_DATA_INVALID' : 'AREA_NOT_ALLOWED';
}
