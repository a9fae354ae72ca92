import type { Bilingual } from '@zhiheng/kernel';

/** One file of `config/`: its path from the project root with forward slashes, and its text. */
export type ConfigFile = { readonly path: string; readonly text: string };

/** Where something stands in a file; line and column count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** One error in `config/`: where, why, what was expected there and what was found. */
export type ConfigFault = Place & {
  readonly reason: Bilingual;
  readonly expected?: string;
  readonly found?: string;
};

/** `file:line:column 中文 / English`, as an editor or a terminal can follow it. */
export function showFault(fault: ConfigFault): string {
  return `${fault.file}:${fault.line}:${fault.column} ${fault.reason.zh} / ${fault.reason.en}`;
}

/** Reading order: by file, then from top to bottom. */
export function compareFaults(a: ConfigFault, b: ConfigFault): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** A fault that says what was expected and what was found, in both languages. */
export function mismatch(
  place: Place,
  { what, expected, found }: { readonly what: Bilingual; readonly expected: string; readonly found: string },
): ConfigFault {
  return {
    ...place,
    reason: {
      zh: `${what.zh}：应为 ${expected}，实为 ${found}`,
      en: `${what.en}: expected ${expected}, found ${found}`,
    },
    expected,
    found,
  };
}
