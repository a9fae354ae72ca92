import { STATUS_CODES } from 'node:http';
import type { Server } from 'node:http';
import type { Problem } from './problem.js';

const REFUSALS: Readonly<Record<string, { readonly status: number; readonly title: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, title: '请求头或者地址过长 The headers or the address are too long' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, title: '请求没有在时限内发完 The request was not sent in time' },
};
const UNREADABLE = { status: 400, title: '不是 HTTP 请求 Not an HTTP request' };

/** Answers what the HTTP parser refuses before any route sees it, in the same form as every other refusal. */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (fault: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || fault.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const { status, title } = REFUSALS[fault.code ?? ''] ?? UNREADABLE;
    const problem: Problem = {
      type: 'about:blank',
      status,
      title,
      code: status === 400 ? 'REQUEST_INVALID' : `HTTP_${status}`,
    };
    const body = JSON.stringify(problem);
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'Content-Type: application/problem+json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  });
}
