import { ZhihengError } from '@zhiheng/kernel';
import { problemOfError } from '@zhiheng/platform';
import type { Request, Response } from 'express';
import { isReading } from './board-access.js';
import { SIGN_IN_PAGE } from './sign-in-page.js';

/** A person in a browser who is not signed in gets the page to sign in; programs and the board's own requests get the problem. */
export function refuseAtBoard(request: Request, response: Response, fault: unknown): void {
  const problem = problemOfError(fault instanceof ZhihengError ? fault : new ZhihengError('INTERNAL_FAULT', { cause: fault }));
  response.status(problem.status);
  if (problem.status === 401 && isReading(request) && request.accepts(['json', 'html']) === 'html') {
    response.type('html').send(SIGN_IN_PAGE);
    return;
  }
  response.type('application/problem+json').send(problem);
}
