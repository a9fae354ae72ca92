import { ZhihengError, isUuid, parseLegalDate } from '@zhiheng/kernel';
import type { InstanceId, LegalDate } from '@zhiheng/kernel';

/** Arguments as the person typed them, read or refused with OPTION_INVALID. */
export function procedureId(text: string): InstanceId {
  if (isUuid(text)) return text as InstanceId;
  throw new ZhihengError('OPTION_INVALID', { expected: '程序编号（UUID） the id of a procedure', found: text });
}

export function wholeNumber(option: string, text: string): number {
  if (/^\d{1,8}$/.test(text)) return Number(text);
  throw new ZhihengError('OPTION_INVALID', { expected: `${option}: 整数 a whole number`, found: text });
}

export function legalDay(option: string, text: string): LegalDate {
  try {
    return parseLegalDate(text);
  } catch (cause) {
    throw new ZhihengError('OPTION_INVALID', { expected: `${option}: YYYY-MM-DD`, found: text, cause });
  }
}
