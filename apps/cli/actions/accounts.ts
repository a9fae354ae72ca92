import { userInfo } from 'node:os';
import { changeAccount, createAccount, deactivateAccount, listAccounts, revokeSessions, setPassword } from '@zhiheng/auth';
import type { Account, AccountPorts } from '@zhiheng/auth';
import { ZhihengError } from '@zhiheng/kernel';
import { systemClock } from '@zhiheng/platform';
import { PERSON_ROLES } from '@zhiheng/policy';
import type { PersonRole } from '@zhiheng/policy';
import { print, printJson } from '../print.js';
import { readPassword } from '../read-password.js';
import { withCurrentDatabase } from '../with-database.js';

export type CreateOptions = {
  readonly name: string;
  readonly roles: string;
  readonly area?: string;
  readonly subject?: string;
  readonly password: boolean;
  readonly keepPassword?: true;
  readonly json?: true;
};

export function listAll({ area, json }: { readonly area: string; readonly json?: true }): Promise<void> {
  return withAccounts(async (ports) => {
    const accounts: Account[] = [];
    for (;;) {
      const page = await listAccounts(ports, { areaPrefix: area, after: accounts.at(-1)?.id ?? '' });
      if (page.length === 0) break;
      accounts.push(...page);
    }
    if (json) return printJson(accounts);
    for (const account of accounts) print(inWords(account));
    if (accounts.length === 0) print('没有 none');
  });
}

export async function create(id: string, options: CreateOptions): Promise<void> {
  const roles = rolesFrom(options.roles);
  const password = options.password ? await readPassword() : undefined;
  await withAccounts(async (ports) => {
    const account = await createAccount(ports, {
      id,
      name: options.name,
      roles,
      ...(options.area !== undefined && { area: options.area }),
      ...(options.subject !== undefined && { subjectId: options.subject }),
      ...(password !== undefined && { password, mustChangePassword: options.keepPassword !== true }),
      by: `cli:${userInfo().username}`,
    });
    say(account, options.json === true);
  });
}

export async function changePassword(
  id: string,
  { keepPassword, json }: { readonly keepPassword?: true; readonly json?: true },
): Promise<void> {
  const password = await readPassword();
  await withAccounts(async (ports) => {
    await setPassword(ports, { id, password, mustChange: keepPassword !== true });
    if (json) printJson({ id, passwordSet: true });
    else print(`✓ ${id}: 密码已设置 password set`);
  });
}

export function setRoles({
  id,
  roles,
  json,
}: {
  readonly id: string;
  readonly roles: string;
  readonly json: boolean;
}): Promise<void> {
  return withAccounts(async (ports) => say(await changeAccount(ports, id, { roles: rolesFrom(roles) }), json));
}

export function deactivate(id: string, json: boolean): Promise<void> {
  return withAccounts(async (ports) => {
    await deactivateAccount(ports, id);
    if (json) printJson({ id, active: false });
    else print(`✓ ${id}: 已停用 deactivated`);
  });
}

export function activate(id: string, json: boolean): Promise<void> {
  return withAccounts(async (ports) => say(await changeAccount(ports, id, { active: true }), json));
}

export function revokeTokens(id: string, json: boolean): Promise<void> {
  return withAccounts(async (ports) => {
    const revoked = await revokeSessions(ports, id);
    if (json) printJson({ id, revoked });
    else print(`✓ ${id}: 已结束的登录 sessions ended ${revoked}`);
  });
}

function withAccounts(run: (ports: AccountPorts) => Promise<void>): Promise<void> {
  return withCurrentDatabase(({ pool }) => run({ pool, clock: systemClock }));
}

function rolesFrom(text: string): readonly PersonRole[] {
  const names = text.split(',').map((name) => name.trim());
  const roles = names.flatMap((name) => PERSON_ROLES.find((role) => role === name) ?? []);
  if (roles.length === names.length) return roles;
  throw new ZhihengError('OPTION_INVALID', { expected: PERSON_ROLES, found: text });
}

function say(account: Account, json: boolean): void {
  if (json) printJson(account);
  else print(`✓ ${inWords(account)}`);
}

function inWords({ id, name, roles, area, subjectId, active, demo }: Account): string {
  const marks = [...(active ? [] : ['停用 inactive']), ...(demo ? ['示例 demo'] : [])];
  return [id, name, roles.join(','), area ?? subjectId ?? '', marks.join(' ')].join('\t').trimEnd();
}
