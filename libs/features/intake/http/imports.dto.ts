import { ApiPropertyOptional } from '@nestjs/swagger';
import type { ImportKind } from '@zhiheng/intake';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

export class StartImportDto {
  @IsIn(['spot-checks', 'enterprises'])
  kind: ImportKind;

  @Matches(/^\d{6}$/)
  jurisdiction: string;

  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  receivedOn?: string;
}

export class ImportRowsQuery {
  @ApiPropertyOptional({ enum: ['accepted', 'duplicate', 'quarantined'] })
  @IsOptional()
  @IsIn(['accepted', 'duplicate', 'quarantined'])
  outcome?: 'accepted' | 'duplicate' | 'quarantined';

  @ApiPropertyOptional({ description: '上一页最后一行 last line of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  after?: number;

  @ApiPropertyOptional({ default: 100, maximum: 1000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}

export class ListImportsQuery {
  @ApiPropertyOptional({ enum: ['spot-checks', 'enterprises'] })
  @IsOptional()
  @IsIn(['spot-checks', 'enterprises'])
  kind?: ImportKind;

  @ApiPropertyOptional({ description: '上一页的 next the `next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  cursor?: string;

  @ApiPropertyOptional({ default: 50, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;
}
