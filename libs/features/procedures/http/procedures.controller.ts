import { Body, Controller, Get, Headers, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import { CurrentPrincipal, Requires, readableProcedures, requireReadable } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import type { Envelope, Outcome } from '@zhiheng/contracts';
import { instanceId, legalDateOf, messageId, parseLegalDate } from '@zhiheng/kernel';
import type { ClockPort, InstanceId, MessageId } from '@zhiheng/kernel';
import { PostgresLogStore } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, LAW, RUNTIME, problemOfRefusal } from '@zhiheng/platform';
import type { Law, Runtime } from '@zhiheng/platform';
import type { Response } from 'express';
import { readLog, readProcedure } from '../read-models/read-procedure.js';
import { ListProceduresQuery, OpenProcedureDto, SendEventDto } from './procedure.dto.js';

/** Procedures: list, read, and move them by events. */
@ApiTags('procedures 程序')
@Controller('api/procedures')
export class ProceduresController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LAW) private readonly law: Law,
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(CLOCK) private readonly clock: ClockPort,
  ) {}

  @Get()
  @Requires('procedures.read')
  @ApiOperation({ summary: '程序列表，按编号翻页 List procedures, paged by id' })
  async list(
    @Query() { workflow, subject, state, after, limit = 50 }: ListProceduresQuery,
    @CurrentPrincipal() { scope }: Principal,
  ) {
    const readable = readableProcedures(scope, { alias: 'i', first: 6 });
    const { rows: items } = await this.database.pool.query<{ readonly id: string }>(
      `select i.id, i.workflow, i.version, i.jurisdiction, i.subject_kind as "subjectKind", i.subject_id as "subjectId",
          i.subject_name as "subjectName", i.state, i.done, i.seq, i.opened_at as "openedAt"
        from instance i
        where ($1::text is null or i.workflow = $1) and ($2::text is null or i.subject_id = $2)
          and ($3::text is null or i.state = $3) and ($4::uuid is null or i.id > $4) and ${readable.sql}
        order by i.id limit $5`,
      [workflow ?? null, subject ?? null, state ?? null, after ?? null, limit, ...readable.values],
    );
    return { items, ...(items.length === limit && { next: items.at(-1)?.id }) };
  }

  @Get(':id')
  @Requires('procedures.read')
  @ApiOperation({ summary: '一个程序：环节、可办事项、期限及其依据 One procedure: state, permitted events, clocks and why' })
  async read(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() principal: Principal) {
    await requireReadable(this.database.pool, principal, idOf(id));
    const { registry, frames } = this.law;
    return readProcedure({ store: this.runtime.store, registry, frames, clock: this.clock }, idOf(id), principal.actor);
  }

  @Get(':id/log')
  @Requires('procedures.read')
  @ApiOperation({ summary: '办理记录（散列链） The log, hash-chained' })
  async log(@Param('id', ParseUUIDPipe) id: string, @CurrentPrincipal() principal: Principal) {
    await requireReadable(this.database.pool, principal, idOf(id));
    return { entries: await readLog(new PostgresLogStore(this.database.pool), idOf(id)) };
  }

  @Post()
  @Requires('procedures.send')
  @ApiOperation({ summary: '启动程序 Open a procedure by its first event' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: '同一键值重复提交只办理一次 the same key is carried out once',
  })
  @ApiResponse({ status: 201 })
  async open(
    @Body() body: OpenProcedureDto,
    @CurrentPrincipal() { actor }: Principal,
    @Res({ passthrough: true }) response: Response,
    @Headers('idempotency-key') key?: string,
  ) {
    const message = messageFor(key);
    const { workflow, jurisdiction, subject } = body;
    const id = instanceId(workflow, 'http', message);
    return answer(
      response,
      201,
      await this.runtime.engine.advance({
        ...this.envelope(body, { actor, messageId: message }),
        instanceId: id,
        workflow,
        opening: { jurisdiction, subject },
      }),
    );
  }

  @Post(':id/events')
  @Requires('procedures.send')
  @HttpCode(200)
  @ApiOperation({ summary: '办理：向程序发送事件 Send an event to a procedure' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: '同一键值重复提交只办理一次 the same key is carried out once',
  })
  async send(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: SendEventDto,
    @CurrentPrincipal() { actor }: Principal,
    @Res({ passthrough: true }) response: Response,
    @Headers('idempotency-key') key?: string,
  ) {
    // The workflow is that of the stored procedure; the engine reads it with the snapshot.
    const sender = { actor, messageId: messageFor(key, idOf(id)) };
    const envelope: Envelope = { ...this.envelope(body, sender), instanceId: idOf(id), workflow: '' };
    return answer(response, 200, await this.runtime.engine.advance(envelope));
  }

  private envelope(
    { type, data, on }: SendEventDto,
    sender: Pick<Envelope, 'messageId' | 'actor'>,
  ): Pick<Envelope, 'messageId' | 'event' | 'on' | 'actor'> {
    return { ...sender, event: { type, data }, on: on === undefined ? legalDateOf(this.clock.now()) : parseLegalDate(on) };
  }
}

/** Ids are written in lower case; a UUID is the same in upper case. */
function idOf(text: string): InstanceId {
  return text.toLowerCase() as InstanceId;
}

function messageFor(key: string | undefined, ...scope: readonly string[]): MessageId {
  return messageId('http', ...scope, key ?? randomUUID());
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
