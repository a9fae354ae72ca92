import { Controller, Get, Inject, Param, ParseUUIDPipe, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, noteRestrictedRead, requireReadable } from '@zhiheng/auth';
import type { Principal, RestrictedRead } from '@zhiheng/auth';
import { FrameCache } from '@zhiheng/engine';
import type { ClockPort, InstanceId } from '@zhiheng/kernel';
import { PostgresLogStore } from '@zhiheng/persistence';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, EntityTag, LAW, RUNTIME } from '@zhiheng/platform';
import type { Law, Runtime } from '@zhiheng/platform';
import type { Response } from 'express';
import { mermaidOf, readDiagram } from '../read-models/read-diagram.js';
import { readLog, readProcedure } from '../read-models/read-procedure.js';
import { countRelated, readRelated } from '../read-models/read-related.js';
import { readTimeline } from '../read-models/read-timeline.js';
import { DiagramQuery, TimelineQuery } from './one-procedure.dto.js';
import { idOf } from './procedure-id.js';

/** One procedure, for those who may read it. */
@ApiTags('procedures 程序')
@Controller('api/procedures')
@Requires('procedures.read')
@EntityTag('strong')
export class OneProcedureController {
  private readonly known = new FrameCache();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LAW) private readonly law: Law,
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(CLOCK) private readonly clock: ClockPort,
  ) {}

  @Get(':id')
  @ApiOperation({
    summary:
      '一个程序：环节、可办事项及表单、期限及其依据 One procedure: state, permitted events with their forms, clocks and why',
  })
  async read(@CurrentPrincipal() principal: Principal, @Param('id', ParseUUIDPipe) text: string) {
    const { registry, frames } = this.law;
    const { id, restricted } = await this.readable(text, principal, 'procedure');
    const [view, related] = await Promise.all([
      readProcedure({ store: this.runtime.store, registry, frames, known: this.known, clock: this.clock }, id, principal.actor),
      countRelated(this.database, id, principal.scope),
    ]);
    return { ...view, restricted, related };
  }

  @Get(':id/diagram')
  @ApiOperation({ summary: '状态图，标出当前环节 State diagram, the active states highlighted' })
  @ApiProduces('application/json', 'text/vnd.mermaid')
  async diagram(
    @CurrentPrincipal() principal: Principal,
    @Param('id', ParseUUIDPipe) text: string,
    @Query() { format = 'json', inside }: DiagramQuery,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { id } = await this.readable(text, principal, 'diagram');
    const diagram = await readDiagram({ database: this.database, registry: this.law.registry }, id);
    if (format === 'json') return diagram;
    const mermaid = mermaidOf(diagram, inside);
    response.type('text/vnd.mermaid; charset=utf-8');
    return mermaid;
  }

  @Get(':id/timeline')
  @ApiOperation({ summary: '办理过程，逐条用中英文说明 What happened, entry by entry, in Chinese and English' })
  async timeline(
    @CurrentPrincipal() principal: Principal,
    @Param('id', ParseUUIDPipe) text: string,
    @Query() { after = 0, limit = 100 }: TimelineQuery,
  ) {
    const { id } = await this.readable(text, principal, 'timeline');
    const { registry, rulebook } = this.law;
    return readTimeline({ database: this.database, registry, rulebook }, id, { after, limit });
  }

  @Get(':id/related')
  @ApiOperation({
    summary: '为什么启动、引起了什么、同一当事人的其他程序 Why it was opened, what followed, and others about the same subject',
  })
  async related(@CurrentPrincipal() principal: Principal, @Param('id', ParseUUIDPipe) text: string) {
    const { id } = await this.readable(text, principal, 'related');
    const { registry, rulebook } = this.law;
    return readRelated({ database: this.database, registry, rulebook }, id, principal.scope);
  }

  @Get(':id/log')
  @ApiOperation({ summary: '办理记录（散列链） The log, hash-chained, as sealed' })
  async log(@CurrentPrincipal() principal: Principal, @Param('id', ParseUUIDPipe) text: string) {
    const { id } = await this.readable(text, principal, 'log');
    return { entries: await readLog(new PostgresLogStore(this.database.pool), id) };
  }

  /** Throws NOT_FOUND for what may not be read; who reads what is restricted is written down first. */
  private async readable(
    text: string,
    principal: Principal,
    what: RestrictedRead['what'],
  ): Promise<{ readonly id: InstanceId; readonly restricted: boolean }> {
    const id = idOf(text);
    const { pool } = this.database;
    const { restricted } = await requireReadable(pool, principal, id);
    if (restricted) await noteRestrictedRead(pool, principal, { instanceId: id, what, at: this.clock.now() });
    return { id, restricted };
  }
}
