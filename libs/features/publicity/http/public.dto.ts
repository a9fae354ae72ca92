import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsISO8601, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { PageCursor, PageLimit } from '@zhiheng/platform';

const DAY = /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

export class RecordQuery {
  @ApiPropertyOptional({ description: '名称、统一社会信用代码或者产品的任意部分 any part of a name, credit code or product' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;

  @ApiPropertyOptional({ example: '442000', description: '行政区划代码，含下辖地区 division, with those below it' })
  @IsOptional()
  @Matches(/^\d{6}$/)
  jurisdiction?: string;

  @ApiPropertyOptional({ example: '2026-01-01', description: '公示日期不早于 published not before' })
  @IsOptional()
  @Matches(DAY)
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ example: '2026-12-31', description: '公示日期不晚于 published not after' })
  @IsOptional()
  @Matches(DAY)
  @IsISO8601({ strict: true })
  to?: string;

  @ApiPropertyOptional({ default: false, description: '只列已停止公示的（仅日期和理由） those withdrawn: day and reason only' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  withdrawn?: boolean;

  @PageCursor({ longest: 200 })
  cursor?: string;

  @PageLimit()
  limit?: number;
}

export class ChangesQuery {
  @PageCursor({ description: '上一次的 next；首次为空 the next of the answer before; empty at first', longest: 200 })
  cursor?: string;

  @PageLimit({ usual: 100, most: 1000 })
  limit?: number;

  @ApiPropertyOptional({ default: 0, maximum: 30, description: '没有变动时等待的秒数 seconds to wait while there is nothing' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(30)
  wait?: number;
}
