import { Body, Controller, Headers, HttpCode, Inject, Param, ParseUUIDPipe, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AboutProcedure, CurrentPrincipal, Hidden, Requires } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import type { Outcome } from '@zhiheng/contracts';
import type { ClockPort } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, IdempotencyStore, Idempotent, RUNTIME, problemOfRefusal, seqOfIfMatch } from '@zhiheng/platform';
import type { Runtime } from '@zhiheng/platform';
import type { Response } from 'express';
import { openProcedure, sendEvent } from '../commands/send-event.js';
import type { CommandPorts } from '../commands/send-event.js';
import { sendEvents } from '../commands/send-events.js';
import { BulkEventsDto, OpenProcedureDto, SendEventDto } from './command.dto.js';
import { idOf } from './procedure-id.js';

/** Moves procedures by events. Who may send which is for the workflows to say; a refusal is on the log. */
@ApiTags('procedures 程序')
@Controller('api/procedures')
// Whoever is signed in may try: who may send what is for the engine to say, so that every refusal is on the log.
@Requires('signed-in')
export class CommandsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(CLOCK) private readonly clock: ClockPort,
  ) {}

  @Post()
  @Idempotent('fence')
  @ApiOperation({ summary: '启动程序 Open a procedure by its first event' })
  @ApiResponse({ status: 201 })
  async open(
    @CurrentPrincipal() principal: Principal,
    @Body() { workflow, jurisdiction, subject, type, data, on }: OpenProcedureDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('idempotency-key') key?: string,
  ) {
    const { kind, id, name } = subject;
    const opening = { workflow, jurisdiction, subject: { kind, id, name }, type, data, ...(on !== undefined && { on }) };
    return answer(response, 201, await openProcedure(this.ports, { principal, key }, opening));
  }

  @Post('events')
  @HttpCode(200)
  @Idempotent('fence')
  @ApiOperation({
    summary: '批量办理：最多 500 项，逐项答复 Send many events: each has a result of its own, in order',
  })
  async sendMany(
    @CurrentPrincipal() principal: Principal,
    @Body() { items }: BulkEventsDto,
    @Headers('idempotency-key') key?: string,
  ) {
    const { pool } = this.database;
    const ports = { ...this.ports, pool, idempotency: new IdempotencyStore(pool) };
    return { results: await sendEvents(ports, { principal, key }, items) };
  }

  @Post(':id/events')
  @HttpCode(200)
  @AboutProcedure('id')
  @Idempotent('fence')
  @ApiOperation({ summary: '办理：向程序发送事件 Send an event to a procedure' })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description: '所见的序号 "<seq>" 或者 ETag；已变动则 412 the seq or ETag that was seen; 412 when the procedure has moved',
  })
  @ApiResponse({ status: 412, description: 'PROCEDURE_MOVED' })
  async send(
    @CurrentPrincipal() principal: Principal,
    @Hidden() hidden: boolean,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { type, data, on }: SendEventDto,
    @Res({ passthrough: true }) response: Response,
    @Headers('idempotency-key') key?: string,
    @Headers('if-match') ifMatch?: string,
  ) {
    const expectedSeq = seqOfIfMatch(ifMatch);
    const sent = {
      id: idOf(id),
      type,
      data,
      ...(on !== undefined && { on }),
      ...(expectedSeq !== undefined && { expectedSeq }),
    };
    return answer(response, 200, await sendEvent(this.ports, { principal, key, hidden }, sent));
  }

  private get ports(): CommandPorts {
    return { engine: this.runtime.engine, clock: this.clock };
  }
}

function answer(response: Response, status: number, outcome: Outcome): object {
  const settled = outcome.kind === 'duplicate' ? outcome.first : outcome;
  if (settled.kind !== 'rejected') {
    response.status(status);
    return outcome;
  }
  const problem = problemOfRefusal(settled.refusal);
  response.status(problem.status).type('application/problem+json');
  return { ...problem, instanceId: settled.instanceId, ...(settled.seq !== undefined && { seq: settled.seq }) };
}
