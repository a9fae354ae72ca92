import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ACCESS } from '@zhiheng/auth';
import type { Access } from '@zhiheng/auth';
import type { ClockPort } from '@zhiheng/kernel';
import type { ProcessMetrics } from '@zhiheng/metrics';
import { CLOCK, METRICS, SETTINGS } from '@zhiheng/platform';
import type { Settings } from '@zhiheng/platform';
import type { NextFunction, Request, Response } from 'express';
import { ADMIN_PATH, boardPrincipal, isReading } from '../board/board-access.js';
import { refuseAtBoard } from '../board/refuse.js';
import { PAGE_POLICY, operationsPage } from './operations-page.js';
import { readOperations } from './read-operations.js';

/** The page of the operators at /admin, for `operations.read`: by the cookie of the board, or by a token as anywhere. */
@Injectable()
export class OperationsPage implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(ACCESS) private readonly access: Access,
    @Inject(METRICS) private readonly metrics: ProcessMetrics,
    @Inject(CLOCK) private readonly clock: ClockPort,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.use(ADMIN_PATH, (request: Request, response: Response, next: NextFunction) => {
      if (request.path !== '/' || !isReading(request)) {
        next();
        return;
      }
      response.setHeader('cache-control', 'no-store');
      this.show(request, response).catch((fault: unknown) => refuseAtBoard(request, response, fault));
    });
  }

  private async show(request: Request, response: Response): Promise<void> {
    await boardPrincipal(this.access, request);
    const { metrics, clock, settings } = this;
    const html = operationsPage(await readOperations({ metrics, clock, replica: settings.replica }));
    response.setHeader('content-security-policy', PAGE_POLICY);
    response.type('html').send(html);
  }
}
