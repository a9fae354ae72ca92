import type { Json, JsonObject } from '@zhiheng/kernel';
import type { Subject } from './envelope.js';

const PERSON_KINDS = new Set(['person', 'natural-person', 'individual', '自然人']);
const COMPOUND_SURNAMES = /^(?:欧阳|司马|上官|诸葛|司徒|令狐|皇甫|尉迟|公孙|慕容|夏侯|东方|长孙|宇文|端木|百里|轩辕)/u;

export function isNaturalPerson({ kind }: Pick<Subject, 'kind'>): boolean {
  return PERSON_KINDS.has(kind);
}

/** 张三 becomes 张某, 欧阳修文 becomes 欧阳某某: the surname stays, as decisions are published. */
export function maskName(name: string): string {
  const surname = COMPOUND_SURNAMES.exec(name)?.[0] ?? [...name][0] ?? '';
  return surname + '某'.repeat(Math.min(2, Math.max(1, [...name].length - [...surname].length)));
}

/** The subject as others may see it: of a natural person neither the full name nor the number (公示规定 第六条). */
export function disclosedSubject(subject: Subject): Subject {
  return isNaturalPerson(subject) ? { kind: subject.kind, id: '', name: maskName(subject.name) } : subject;
}

/** Facts without what identifies natural persons: resident identity numbers anywhere, and the name of the subject where it is one. */
export function disclosedFacts(facts: JsonObject, subject: Subject): JsonObject {
  const name = isNaturalPerson(subject) ? subject.name : '';
  return redact(facts, (text) => {
    const numbered = text.replace(/(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/g, (number) =>
      isResidentNumber(number) ? `${number.slice(0, 6)}************` : number,
    );
    return name === '' ? numbered : numbered.replaceAll(name, maskName(name));
  }) as JsonObject;
}

function redact(value: Json, mend: (text: string) => string): Json {
  if (typeof value === 'string') return mend(value);
  if (Array.isArray(value)) return value.map((each: Json) => redact(each, mend));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as JsonObject).map(([key, inner]) => [key, redact(inner, mend)]));
}

/** GB 11643: a day of birth in places 7 to 14 and a check digit. A credit code of eighteen digits has neither. */
function isResidentNumber(number: string): boolean {
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number) as [
    number,
    number,
    number,
  ];
  if (year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return false;
  const sum = [...number.slice(0, 17)].reduce((total, digit, place) => total + Number(digit) * (2 ** (17 - place) % 11), 0);
  return '10X98765432'[sum % 11] === number[17]!.toUpperCase();
}
