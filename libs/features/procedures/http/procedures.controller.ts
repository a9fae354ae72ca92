import { Body, Controller, Get, Headers, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { Actor, Envelope, Outcome } from '@zhiheng/contracts';
import { instanceId, legalDateOf, messageId, parseLegalDate } from '@zhiheng/kernel';
import type { ClockPort, InstanceId, MessageId } from '@zhiheng/kernel';
import { InstanceEntity, PostgresLogStore } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, LAW, RUNTIME, problemOfRefusal } from '@zhiheng/platform';
import type { Law, Runtime } from '@zhiheng/platform';
import type { Response } from 'express';
import { readLog, readProcedure } from '../read-models/read-procedure.js';
import { ListProceduresQuery, OpenProcedureDto, SendEventDto } from './procedure.dto.js';

const READER: Actor = { id: 'reader', roles: [] };

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
  @ApiOperation({ summary: '程序列表，按编号翻页 List procedures, paged by id' })
  async list(@Query() { workflow, subject, state, after, limit = 50 }: ListProceduresQuery) {
    const query = this.database.dataSource.getRepository(InstanceEntity).createQueryBuilder('i');
    query.select([
      'i.id',
      'i.workflow',
      'i.version',
      'i.jurisdiction',
      'i.subjectKind',
      'i.subjectId',
      'i.subjectName',
      'i.state',
      'i.done',
      'i.seq',
      'i.openedAt',
    ]);
    if (workflow !== undefined) query.andWhere('i.workflow = :workflow', { workflow });
    if (subject !== undefined) query.andWhere('i.subjectId = :subject', { subject });
    if (state !== undefined) query.andWhere('i.state = :state', { state });
    if (after !== undefined) query.andWhere('i.id > :after', { after });
    const items = await query.orderBy('i.id').limit(limit).getMany();
    return { items, ...(items.length === limit && { next: items.at(-1)?.id }) };
  }

  @Get(':id')
  @ApiOperation({ summary: '一个程序：环节、可办事项、期限及其依据 One procedure: state, permitted events, clocks and why' })
  read(@Param('id', ParseUUIDPipe) id: string) {
    const { registry, frames } = this.law;
    return readProcedure({ store: this.runtime.store, registry, frames, clock: this.clock }, idOf(id), READER);
  }

  @Get(':id/log')
  @ApiOperation({ summary: '办理记录（散列链） The log, hash-chained' })
  async log(@Param('id', ParseUUIDPipe) id: string) {
    return { entries: await readLog(new PostgresLogStore(this.database.pool), idOf(id)) };
  }

  @Post()
  @ApiOperation({ summary: '启动程序 Open a procedure by its first event' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: '同一键值重复提交只办理一次 the same key is carried out once',
  })
  @ApiResponse({ status: 201 })
  async open(
    @Body() body: OpenProcedureDto,
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
        ...this.envelope(body, message),
        instanceId: id,
        workflow,
        opening: { jurisdiction, subject },
      }),
    );
  }

  @Post(':id/events')
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
    @Res({ passthrough: true }) response: Response,
    @Headers('idempotency-key') key?: string,
  ) {
    // The workflow is that of the stored procedure; the engine reads it with the snapshot.
    const envelope: Envelope = { ...this.envelope(body, messageFor(key, idOf(id))), instanceId: idOf(id), workflow: '' };
    return answer(response, 200, await this.runtime.engine.advance(envelope));
  }

  private envelope(
    { type, data, on, actor }: SendEventDto,
    message: MessageId,
  ): Pick<Envelope, 'messageId' | 'event' | 'on' | 'actor'> {
    return {
      messageId: message,
      event: { type, data },
      on: on === undefined ? legalDateOf(this.clock.now()) : parseLegalDate(on),
      actor,
    };
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
