import { ZhihengError } from '@zhiheng/kernel';
import { COMMON_PASSWORDS } from './common-passwords.js';

const LEAST = 10;
// Longer texts cost the hash time and the person nothing.
const MOST = 200;

/** Why a password cannot be used, in words for people; undefined when it can. */
export function passwordFault(password: string, account: string): string | undefined {
  const length = [...password].length;
  if (length < LEAST) return `至少 ${LEAST} 个字符 at least ${LEAST} characters`;
  if (length > MOST) return `至多 ${MOST} 个字符 at most ${MOST} characters`;
  const plain = password.normalize('NFKC').toLowerCase();
  if (plain.replaceAll(account, '').length < LEAST / 2) return '不能以账号为密码 not the name of the account';
  if (COMMON_PASSWORDS.has(plain)) return '不能使用常见密码 not one of the most common passwords';
  if (new Set(plain).size < 4) return '不能只由几个字符重复而成 not a few characters repeated';
  return undefined;
}

/** Throws PASSWORD_WEAK. The password itself never stands in the fault. */
export function checkPassword(password: string, account: string): void {
  const fault = passwordFault(password, account);
  if (fault !== undefined) throw new ZhihengError('PASSWORD_WEAK', { expected: fault });
}
