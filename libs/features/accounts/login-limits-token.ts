export const LOGIN_LIMITS = Symbol('zhiheng:login-limits');
