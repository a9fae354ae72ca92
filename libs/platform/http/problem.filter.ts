import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { ZhihengError } from '@zhiheng/kernel';
import { mapStoreFault } from '@zhiheng/persistence';
import type { Response } from 'express';
import { faultFields } from '../log/fault-fields.js';
import type { Log } from '../log/log.js';
import { problemOfError } from './problem.js';
import type { Problem } from './problem.js';

/** The one edge where faults become HTTP: everything leaves as application/problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(fault: unknown, host: ArgumentsHost): void {
    const problem = this.toProblem(fault);
    // To refuse under load is what is meant to happen: it is counted, and a line for each would be one more load.
    if (problem.status >= 500 && problem.code !== 'ENGINE_OVERLOADED')
      this.log('http.fault', { ...faultFields(fault), code: problem.code, status: problem.status });
    const response = host.switchToHttp().getResponse<Response>();
    if (problem.status === 429) response.setHeader('Retry-After', secondsToWait(problem));
    if (problem.status === 503) response.setHeader('Retry-After', problem.code === 'ENGINE_OVERLOADED' ? '1' : '5');
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response.status(problem.status).type('application/problem+json').send(problem);
  }

  private toProblem(fault: unknown): Problem {
    if (fault instanceof ZhihengError) return problemOfError(fault);
    if (fault instanceof HttpException) return fromHttpException(fault);
    if (isBodyFault(fault)) {
      return {
        type: 'about:blank',
        status: fault.status,
        title: '请求正文无法读取 The request body cannot be read',
        code: 'BODY_INVALID',
        detail: fault.message,
      };
    }
    // Whoever asked the database while it was away may ask again; of any other fault nobody knows what it means.
    const ofStore = typeof fault === 'object' && fault !== null ? mapStoreFault(fault) : undefined;
    return problemOfError(ofStore?.retry === 'later' ? ofStore : new ZhihengError('INTERNAL_FAULT', { cause: fault }));
  }
}

function secondsToWait({ expected }: Problem): string {
  const { retryAfterSeconds } = (expected ?? {}) as { readonly retryAfterSeconds?: number };
  return String(retryAfterSeconds ?? 60);
}

const TITLES: Readonly<Record<number, string>> = {
  400: '请求不正确 The request is not valid',
  404: '没有这个地址 There is no such address',
  413: '请求正文过大 The request body is too large',
  415: '不支持的内容类型 Unsupported content type',
};

function fromHttpException(fault: HttpException): Problem {
  const status = fault.getStatus();
  const body = fault.getResponse();
  const code = status === 404 ? 'NOT_FOUND' : status === 400 ? 'REQUEST_INVALID' : `HTTP_${status}`;
  const found = typeof body === 'object' && 'message' in body ? body.message : fault.message;
  return {
    type: 'about:blank',
    status,
    title: TITLES[status] ?? '请求不能办理 The request cannot be carried out',
    code,
    found,
  };
}

// What Express's body parser throws: { status, type, expose }.
function isBodyFault(fault: unknown): fault is Error & { readonly status: number } {
  const status = (fault as { readonly status?: unknown } | undefined)?.status;
  return fault instanceof Error && typeof status === 'number' && status >= 400 && status < 500;
}
