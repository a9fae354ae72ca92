/** Injection token of `Access`: who asks may be told outside the guard too (a page that is no Nest route). */
export const ACCESS = Symbol('zhiheng:access');
