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
  DELEGATION_INVALID: { status: 422, title: '委托不正确 The delegation is not valid' },
  DELEGATION_NOT_ALLOWED: { status: 403, title: '您不能办理此项委托 You may not make this delegation' },
  ACCOUNT_UNKNOWN: { status: 404, title: '没有这个账号 There is no such account' },
  ACCOUNT_EXISTS: { status: 409, title: '账号已存在 The account exists' },
  ACCOUNT_INVALID: { status: 422, title: '账号不正确 The account is not valid' },
  ACCOUNT_OWN: { status: 403, title: '不能管理本人的账号 Not with your own account' },
  ACCOUNT_NOT_LINKED: { status: 403, title: '此身份没有对应的账号 No account belongs to this identity' },
  CONFIDENTIAL: { status: 403, title: '此记录仅限指定人员查看 This record is for those named on it' },
  LOCAL_LOGIN_OFF: { status: 409, title: '本系统使用统一身份认证登录 Sign in through OpenID Connect' },
  OIDC_OFF: { status: 404, title: '未启用统一身份认证 OpenID Connect is not set up' },
  OIDC_REFUSED: { status: 401, title: '统一身份认证未成功 The sign-in at the provider did not succeed' },
  TOO_MANY_REQUESTS: { status: 429, title: '请求过于频繁，请稍后再试 Too many requests, try again later' },
  PASSWORD_WEAK: { status: 422, title: '密码不符合要求 The password does not meet the rule' },
};
