import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ACCESS } from '@zhiheng/auth';
import type { Access } from '@zhiheng/auth';
import { createQueueBoard } from '@zhiheng/messaging';
import { CONTEXT_NAMES, RUNTIME } from '@zhiheng/platform';
import type { Runtime } from '@zhiheng/platform';
import type { NextFunction, Request, Response } from 'express';
import { BOARD_PATH, boardPrincipal } from './board-access.js';
import { refuseAtBoard } from './refuse.js';
import { SIGN_IN_SCRIPT } from './sign-in-page.js';

/** Bull Board at /admin/queues: to look with operations.read, to act with dead-letters.manage. */
@Injectable()
export class QueueBoard implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(ACCESS) private readonly access: Access,
    @Inject(RUNTIME) private readonly runtime: Runtime,
  ) {}

  onModuleInit(): void {
    const { queues } = this.runtime;
    const options = { queues, consumers: CONTEXT_NAMES, basePath: BOARD_PATH };
    const boards = {
      look: createQueueBoard({ ...options, mode: 'read-only' }),
      manage: createQueueBoard({ ...options, mode: 'manage' }),
    };
    this.host.httpAdapter.use(BOARD_PATH, (request: Request, response: Response, next: NextFunction) => {
      response.setHeader('cache-control', 'no-store');
      if (request.method === 'GET' && request.path === '/sign-in.js') {
        response.type('text/javascript').send(SIGN_IN_SCRIPT);
        return;
      }
      boardPrincipal(this.access, request).then(
        ({ permissions }) => boards[permissions.has('dead-letters.manage') ? 'manage' : 'look'](request, response, next),
        (fault: unknown) => refuseAtBoard(request, response, fault),
      );
    });
  }
}
