import { ApiPropertyOptional } from '@nestjs/swagger';
import type { ImportKind } from '@zhiheng/intake';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { PageCursor, PageLimit } from '@zhiheng/platform';

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

  @PageLimit({ usual: 100, most: 1000 })
  limit?: number;
}

export class ListImportsQuery {
  @ApiPropertyOptional({ enum: ['spot-checks', 'enterprises'] })
  @IsOptional()
  @IsIn(['spot-checks', 'enterprises'])
  kind?: ImportKind;

  @PageCursor()
  cursor?: string;

  @PageLimit()
  limit?: number;
}
