export type Json = { readonly json?: true };

/** The option that every command has. */
export const JSON_OPTION = ['--json', '以 JSON 输出 print JSON'] as const;
