import type { ArgumentsHost } from '@nestjs/common';
import { ProblemFilter } from './problem.filter.js';

/** What a fault becomes at the edge. */
function answerTo(fault: unknown): { readonly status: number; readonly code: string } {
  let sent: unknown;
  const response = {
    setHeader: () => response,
    status: () => response,
    type: () => response,
    send: (body: unknown) => (sent = body),
  };
  const host = { switchToHttp: () => ({ getResponse: () => response }) } as unknown as ArgumentsHost;
  new ProblemFilter(() => undefined).catch(fault, host);
  const { status, code } = sent as { readonly status: number; readonly code: string };
  return { status, code };
}

describe('a fault that nobody mapped', () => {
  it.each([
    ['a connection that the server ended', Object.assign(new Error('terminating connection'), { code: '57P01' })],
    ['a server that starts', Object.assign(new Error('starting up'), { code: '57P03' })],
    ['a server that is not there', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['a connection lost without a word', new Error('Connection terminated unexpectedly')],
  ])('of the database, %s, may be met again later', (_name, fault) => {
    expect(answerTo(fault)).toEqual({ status: 503, code: 'STORE_UNAVAILABLE' });
  });

  it.each([
    ['a statement that the database refuses', Object.assign(new Error('syntax'), { code: '42601' })],
    ['a mistake of ours', new TypeError('x is not a function')],
    ['no error at all', undefined],
  ])('%s is ours', (_name, fault) => {
    expect(answerTo(fault)).toEqual({ status: 500, code: 'INTERNAL_FAULT' });
  });
});
