import {
  Body,
  Controller,
  Get,
  Inject,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import type { ImportProfile } from '@zhiheng/intake';
import { ZhihengError, legalDateOf, parseLegalDate } from '@zhiheng/kernel';
import type { ClockPort } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, EntityTag, Idempotent, LAW, RUNTIME } from '@zhiheng/platform';
import type { Law, Runtime } from '@zhiheng/platform';
import { importFile, readReport } from '../importing/import-file.js';
import { listImports, requireReadableImport } from '../read-models/list-imports.js';
import { readImportRows } from '../read-models/import-rows.js';
import { PROFILES } from '../profiles-token.js';
import { ImportRowsQuery, ListImportsQuery, StartImportDto } from './imports.dto.js';

/** What the upload interceptor hands over. */
type UploadedBytes = { readonly originalname: string; readonly buffer: Buffer };

const MAX_FILE_BYTES = 100 * 1024 * 1024;

/** Imports of spot-check results and enterprises, with a report for every row. */
@ApiTags('imports 导入')
@Controller('api/imports')
export class ImportsController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LAW) private readonly law: Law,
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(CLOCK) private readonly clock: ClockPort,
    @Inject(PROFILES) private readonly profiles: readonly ImportProfile[],
  ) {}

  @Get()
  @Requires('imports.read')
  @EntityTag('weak')
  @ApiOperation({ summary: '导入清单，最近的在前 Imports, the newest first' })
  list(@CurrentPrincipal() principal: Principal, @Query() { limit = 50, ...rest }: ListImportsQuery) {
    return listImports(this.database.pool, principal, { ...rest, limit });
  }

  @Post()
  @Requires('imports.write')
  @Idempotent()
  @UseInterceptors(FileInterceptor('file', { limits: { fileSize: MAX_FILE_BYTES, files: 1 } }))
  @ApiOperation({ summary: '导入文件（CSV、XLSX） Import a file' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file', 'kind', 'jurisdiction'],
      properties: {
        file: { type: 'string', format: 'binary' },
        kind: { type: 'string', enum: ['spot-checks', 'enterprises'] },
        jurisdiction: { type: 'string', example: '442000' },
        receivedOn: { type: 'string', format: 'date' },
      },
    },
  })
  start(
    @CurrentPrincipal() { actor }: Principal,
    @Body() { kind, jurisdiction, receivedOn }: StartImportDto,
    @UploadedFile() file: UploadedBytes | undefined,
  ) {
    // A bureau imports what it has received itself: its own results, for its own area.
    if (actor.area !== undefined && actor.area !== jurisdiction)
      throw new ZhihengError('AREA_NOT_ALLOWED', { expected: actor.area, found: jurisdiction });
    if (file === undefined)
      throw new ZhihengError('REQUEST_INVALID', { expected: '表单字段 file form field "file"', found: '没有文件 no file' });
    const { runtime, profiles, clock } = this;
    const { jurisdictions } = this.law.config;
    return importFile(
      { pool: this.database.pool, clock, profiles, jurisdictions, route: runtime.route, wake: () => runtime.relay.wake() },
      {
        kind,
        jurisdiction,
        // Multer reads file names as Latin-1; browsers send UTF-8.
        fileName: Buffer.from(file.originalname, 'latin1').toString('utf8').replaceAll('\u0000', ''),
        bytes: file.buffer,
        receivedOn: receivedOn === undefined ? legalDateOf(clock.now()) : parseLegalDate(receivedOn),
      },
    );
  }

  @Get(':id')
  @Requires('imports.read')
  @EntityTag('strong')
  @ApiOperation({ summary: '导入报告 Report of an import' })
  async read(@CurrentPrincipal() principal: Principal, @Param('id', ParseUUIDPipe) id: string) {
    await requireReadableImport(this.database.pool, id, principal);
    return readReport(this.database.pool, id);
  }

  @Get(':id/rows')
  @Requires('imports.read')
  @EntityTag('weak')
  @ApiOperation({ summary: '逐行结果 What became of each row' })
  async rows(
    @CurrentPrincipal() principal: Principal,
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: ImportRowsQuery,
  ) {
    await requireReadableImport(this.database.pool, id, principal);
    return readImportRows(this.database.pool, id, query);
  }
}
