import { ZhihengError } from '@zhiheng/kernel';
import type { ClockPort } from '@zhiheng/kernel';
import type { PersonRole } from '@zhiheng/policy';
import type { Pool } from 'pg';
import { hashPassword } from '../passwords/password-hash.js';

/** One password for all demo accounts: it is printed, and production refuses to start with them. */
export const DEMO_PASSWORD = 'Zhiheng-demo-2026';

type DemoAccount = {
  readonly id: string;
  readonly name: string;
  readonly role: PersonRole;
  readonly area?: string;
  readonly subjectId?: string;
};

const CITY = '442000';
const PROVINCE = '440000';

/** Somebody for every role. The party speaks for the subject that the seed or the test names. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { id: 'inspector-1', name: '林检查', role: 'inspector', area: CITY },
  { id: 'handler-1', name: '陈办案', role: 'case-handler', area: CITY },
  { id: 'handler-2', name: '黄办案', role: 'case-handler', area: CITY },
  { id: 'reviewer-1', name: '何审核', role: 'reviewer', area: CITY },
  { id: 'head-1', name: '梁局长', role: 'head', area: CITY },
  { id: 'publisher-1', name: '郑公示', role: 'publisher', area: CITY },
  { id: 'province-1', name: '省局经办', role: 'upper-bureau', area: PROVINCE },
  { id: 'lab-1', name: '检验所', role: 'laboratory', area: CITY },
  { id: 'auditor-1', name: '吴审计', role: 'auditor', area: CITY },
  { id: 'admin', name: '系统管理员', role: 'administrator', area: CITY },
  { id: 'party-1', name: '示例当事人', role: 'party', subjectId: 'demo-subject' },
];

/** Creates the demo accounts that are not there. Answers their ids. */
export async function seedDemoAccounts(
  pool: Pool,
  clock: ClockPort,
  { subjectId }: { readonly subjectId?: string } = {},
): Promise<readonly string[]> {
  // One hash for all: hashing eleven times would cost the start a second, and the password is public.
  const hash = await hashPassword(DEMO_PASSWORD);
  const at = clock.now();
  for (const account of DEMO_ACCOUNTS) {
    await pool.query(
      `insert into account (id, name, password_hash, roles, area, subject_id, demo, created_at, created_by, changed_at)
        values ($1, $2, $3, $4, $5, $6, true, $7, 'demo', $7) on conflict do nothing`,
      [
        ...[account.id, account.name, hash, [account.role], account.area ?? null],
        ...[account.subjectId === undefined ? null : (subjectId ?? account.subjectId), at],
      ],
    );
  }
  return DEMO_ACCOUNTS.map(({ id }) => id);
}

/** Throws ACCOUNTS_DEMO while accounts with a public password can sign in. */
export async function refuseDemoAccounts(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ readonly id: string }>('select id from account where demo and active order by id');
  if (rows.length === 0) return;
  throw new ZhihengError('ACCOUNTS_DEMO', {
    expected:
      '生产环境没有示例账号 no demo accounts in production; 停用 remove: npm run zhiheng -- accounts deactivate <account>, 或使用新的数据库 or a new database',
    found: rows.map(({ id }) => id).join(', '),
  });
}
