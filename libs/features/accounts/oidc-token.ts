export const OIDC_SIGN_IN = Symbol('zhiheng:oidc-sign-in');
