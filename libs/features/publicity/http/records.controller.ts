import { Controller, Get, Header, Inject, Param, ParseUUIDPipe, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Public } from '@zhiheng/auth';
import { ZhihengError } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { DATABASE } from '@zhiheng/platform';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { allRecords, readRecord, readRecords } from '../reading/read-records.js';
import { LISTS } from '../records/record-change.js';
import type { ListName } from '../records/record-change.js';
import { atomOf } from './atom.js';
import { csvOf } from './csv.js';
import { RecordQuery } from './public.dto.js';

const CACHE = ['Cache-Control', 'public, max-age=30'] as const;
const LIST = { name: 'list', enum: Object.keys(LISTS) };

/** What everybody may read: the four lists as published now. Withdrawn entries are not on them (失信名单办法 第十八、十九、二十一条). */
@ApiTags('public 公示')
@Public()
@Controller('api/public')
export class RecordsController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get(':list.csv')
  @ApiParam(LIST)
  @ApiProduces('text/csv')
  @ApiOperation({ summary: '公示名单（CSV，全部） A public list as CSV, all of it' })
  async csv(
    @Param('list') list: string,
    @Query() { limit: _limit, cursor: _cursor, ...filter }: RecordQuery,
    @Res() response: Response,
  ) {
    const kind = LISTS[listOf(list)];
    const records = allRecords(this.database, { kind, ...filter });
    // The first row is asked for before the head is sent, so that a fault is still told as one.
    const first = await records.next();
    response.set(...CACHE).type('text/csv; charset=utf-8');
    response.set('Content-Disposition', `attachment; filename="${list}.csv"`);
    await pipeline(csvOf(resume(first, records)), response).catch(() => response.destroy());
  }

  @Get(':list.atom')
  @Header(...CACHE)
  @ApiParam(LIST)
  @ApiProduces('application/atom+xml')
  @ApiOperation({ summary: '公示名单（Atom，最新） The newest of a public list as an Atom feed' })
  async atom(
    @Param('list') list: string,
    @Query() { limit = 50, ...filter }: RecordQuery,
    @Req() request: Request,
    @Res() response: Response,
  ) {
    const name = listOf(list);
    const { rows } = await readRecords(this.database, { kind: LISTS[name], ...filter, limit });
    const address = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
    response.type('application/atom+xml; charset=utf-8').send(atomOf(name, rows, address));
  }

  @Get(':list')
  @Header(...CACHE)
  @ApiParam(LIST)
  @ApiOperation({
    summary: '公示名单：失信名单、处罚、抽检结果、召回 A public list: blacklist, penalties, spot checks, recalls',
  })
  async list(@Param('list') list: string, @Query() { limit = 50, ...filter }: RecordQuery) {
    const { rows, next } = await readRecords(this.database, { kind: LISTS[listOf(list)], ...filter, limit });
    return { items: rows.map(({ record }) => record), ...(next !== undefined && { next }) };
  }

  @Get(':list/:id')
  @Header(...CACHE)
  @ApiParam(LIST)
  @ApiOperation({ summary: '一条公示记录 One public record' })
  one(@Param('list') list: string, @Param('id', ParseUUIDPipe) id: string) {
    return readRecord(this.database, LISTS[listOf(list)], id.toLowerCase());
  }
}

function listOf(text: string): ListName {
  if (Object.hasOwn(LISTS, text)) return text as ListName;
  throw new ZhihengError('NOT_FOUND', { expected: Object.keys(LISTS), found: text });
}

async function* resume<T>(first: IteratorResult<T>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
