import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Problem } from './problem.js';

/** Who is let in: no more requests at a time than the process can hold, and none once it drains. */
export type Admission = {
  /** Middleware, before anything that reads a body. */
  readonly admit: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
  /** Lets nobody in any more; resolves when those in hand are answered and nobody has come for a while, or after `withinMs`. */
  drain(withinMs: number): Promise<void>;
  inHand(): number;
  /** Requests refused so far, by reason. */
  onRefused(listener: (reason: RefusedBecause) => void): void;
};
export type RefusedBecause = 'overloaded' | 'draining';

// Lines that stand for minutes: whoever closes the application ends them, and nobody waits for them before.
const STANDING = '/api/live';
// The process is alive while it drains.
const ALWAYS = '/api/health/live';
const QUIET_MS = 300;
const LOOK_EVERY_MS = 20;
const LONGEST_BODY_MS = 2_000;

export function createAdmission({ maxRequests }: { readonly maxRequests: number }): Admission {
  const listeners: ((reason: RefusedBecause) => void)[] = [];
  let inHand = 0;
  let standing = 0;
  let draining = false;
  let lastAt = 0;

  async function refuse(request: IncomingMessage, response: ServerResponse, reason: RefusedBecause): Promise<void> {
    for (const listener of listeners) listener(reason);
    await wholeBody(request);
    if (response.destroyed) return;
    const { retryAfter, ...problem } = PROBLEMS[reason];
    response.writeHead(problem.status, {
      'content-type': 'application/problem+json; charset=utf-8',
      'retry-after': retryAfter,
      'cache-control': 'no-store',
      // Whoever comes again comes to another process, or to this one when it has room.
      connection: 'close',
    });
    response.end(JSON.stringify(problem satisfies Problem));
  }

  return {
    admit: (request, response, next) => {
      const [path] = (request.url ?? '').split('?');
      if (path === ALWAYS) {
        next();
        return;
      }
      lastAt = performance.now();
      if (draining || inHand + standing >= maxRequests) {
        void refuse(request, response, draining ? 'draining' : 'overloaded');
        return;
      }
      const stands = path === STANDING;
      if (stands) standing++;
      else inHand++;
      response.once('close', () => {
        if (stands) standing--;
        else inHand--;
      });
      next();
    },
    drain: async (withinMs) => {
      draining = true;
      const began = performance.now();
      lastAt = began;
      while (performance.now() - began < withinMs && (inHand > 0 || performance.now() - lastAt < QUIET_MS))
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    },
    inHand: () => inHand + standing,
    onRefused: (listener) => void listeners.push(listener),
  };
}

/** Lets the body go by unread: a line that is closed on what is still being sent is cut, and the answer with it. */
function wholeBody(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_BODY_MS);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    request.once('end', done).once('close', done).resume();
  });
}

const PROBLEMS = {
  overloaded: {
    type: 'about:blank',
    status: 503,
    title: '系统繁忙，请稍后重试 Too much work at the moment, try again later',
    code: 'TOO_MANY_REQUESTS_IN_HAND',
    retryAfter: '1',
  },
  draining: {
    type: 'about:blank',
    status: 503,
    title: '服务正在停止，请稍后重试 This process is stopping, try again',
    code: 'STOPPING',
    retryAfter: '2',
  },
} as const;
