type AccessFault = { readonly status: 400 | 401 | 403 | 404 | 409 | 422 | 429; readonly title: string };

/** What people are told when they may not, by the code of the fault. */
export const ACCESS_FAULTS: Readonly<Record<string, AccessFault>> = {
  TOKEN_MISSING: { status: 401, title: '请先登录 Sign in first' },
  TOKEN_INVALID: { status: 401, title: '登录凭证无效 The token is not valid' },
  TOKEN_EXPIRED: { status: 401, title: '登录已过期，请重新登录 The token has expired, sign in again' },
  SESSION_REVOKED: { status: 401, title: '登录已失效，请重新登录 The session was revoked, sign in again' },
  ACCOUNT_INACTIVE: { status: 401, title: '账号已停用 The account is not active' },
  LOGIN_REFUSED: { status: 401, title: '账号或密码不正确 The account or the password is wrong' },
  PERMISSION_MISSING: { status: 403, title: '您的身份没有此项权限 Your roles do not have this permission' },
  PASSWORD_CHANGE_REQUIRED: { status: 403, title: '请先修改密码 Change your password first' },
  DELEGATION_MISSING: { status: 403, title: '没有今日有效的委托 There is no delegation that is good today' },
  PASSWORD_WEAK: { status: 422, title: '密码不符合要求 The password does not meet the rule' },
};
