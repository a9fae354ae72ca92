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
import { Requires } from '@zhiheng/auth';
import type { ImportProfile } from '@zhiheng/intake';
import { ZhihengError, legalDateOf, parseLegalDate } from '@zhiheng/kernel';
import type { ClockPort } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { CLOCK, DATABASE, LAW, RUNTIME } from '@zhiheng/platform';
import type { Law, Runtime } from '@zhiheng/platform';
import { importFile, readReport } from '../importing/import-file.js';
import { readImportRows } from '../read-models/import-rows.js';
import { PROFILES } from '../profiles-token.js';
import { ImportRowsQuery, StartImportDto } from './imports.dto.js';

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

  @Post()
  @Requires('imports.write')
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
  start(@Body() { kind, jurisdiction, receivedOn }: StartImportDto, @UploadedFile() file: UploadedBytes | undefined) {
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
  @ApiOperation({ summary: '导入报告 Report of an import' })
  read(@Param('id', ParseUUIDPipe) id: string) {
    return readReport(this.database.pool, id);
  }

  @Get(':id/rows')
  @Requires('imports.read')
  @ApiOperation({ summary: '逐行结果 What became of each row' })
  rows(@Param('id', ParseUUIDPipe) id: string, @Query() query: ImportRowsQuery) {
    return readImportRows(this.database.pool, id, query);
  }
}
