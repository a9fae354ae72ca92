import type { Refusal, RefusalCode } from '@zhiheng/contracts';
import type { ZhihengError } from '@zhiheng/kernel';
import { ACCESS_FAULTS } from './access-faults.js';

/** An error as RFC 9457 describes it, with a stable code, what was expected and what was found. */
export type Problem = {
  readonly type: 'about:blank';
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail?: string;
  readonly expected?: unknown;
  readonly found?: unknown;
};

const REFUSAL_STATUS: Partial<Record<RefusalCode, number>> = {
  INSTANCE_UNKNOWN: 404,
  WORKFLOW_UNKNOWN: 404,
  EVENT_UNKNOWN: 422,
  EVENT_DATA_INVALID: 422,
  LEGAL_DATE_REFUSED: 422,
  ROLE_NOT_ALLOWED: 403,
  AREA_NOT_ALLOWED: 403,
};

export function problemOfRefusal({ code, message, expected, found }: Refusal): Problem {
  return {
    type: 'about:blank',
    status: REFUSAL_STATUS[code] ?? 409,
    title: message.zh,
    detail: message.en,
    code,
    ...(expected !== undefined && { expected }),
    ...(found !== undefined && { found }),
  };
}

const ERROR_STATUS: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  RECORD_WITHDRAWN: 410,
  WEBHOOK_URL_REFUSED: 422,
  WEBHOOK_TOPIC_UNKNOWN: 422,
  JURISDICTION_UNKNOWN: 422,
  LEGAL_DATE_INVALID: 422,
  POLICY_KEY_MISSING: 422,
  REQUEST_INVALID: 400,
  CLOCK_MOVES_FORWARD_ONLY: 409,
  CLOCK_NOT_MOVABLE: 409,
  AREA_NOT_ALLOWED: 403,
  IDEMPOTENCY_KEY_REUSED: 422,
  IDEMPOTENCY_IN_PROGRESS: 409,
  PROCEDURE_MOVED: 412,
  CROSS_SITE_REQUEST: 403,
  DEAD_LETTER_UNKNOWN: 404,
  DEAD_LETTER_SETTLED: 409,
  DEAD_LETTER_MESSAGE_CHANGED: 422,
  DEAD_LETTER_REASON_MISSING: 422,
  ANNOUNCEMENT_UNREADABLE: 422,
};

const UNAVAILABLE: Readonly<Record<string, string>> = {
  ENGINE_OVERLOADED: '系统繁忙，请稍后重试 Too much work at the moment, try again later',
};

/** A fault as a problem. Faults that the caller cannot mend are 500 and 503, without their inside. */
export function problemOfError(error: ZhihengError): Problem {
  const access = ACCESS_FAULTS[error.code];
  const status =
    access?.status ??
    ERROR_STATUS[error.code] ??
    (/^(IMPORT|FILE|PROFILE)_/.test(error.code) ? 422 : error.retry === 'later' ? 503 : 500);
  const own = status < 500;
  return {
    type: 'about:blank',
    status,
    title:
      access !== undefined
        ? access.title
        : own
          ? '请求不能办理 The request cannot be carried out'
          : status === 503
            ? (UNAVAILABLE[error.code] ?? '服务暂不可用，请稍后重试 Temporarily unavailable, try again later')
            : '系统内部错误 Internal error',
    code: error.code,
    ...(own && error.expected !== undefined && { expected: error.expected }),
    ...(own && error.found !== undefined && { found: error.found }),
  };
}
