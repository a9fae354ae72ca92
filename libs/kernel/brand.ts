declare const brand: unique symbol;

/** A value that carries its meaning in its type: a `LegalDate` is a string, but not every string is a `LegalDate`. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Anything that survives a round trip through JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** What a person reads: Chinese first, English second. */
export type Bilingual = { readonly zh: string; readonly en: string };
