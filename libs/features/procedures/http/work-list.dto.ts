import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsRFC3339, IsString, Matches, MaxLength } from 'class-validator';
import { PageCursor, PageLimit } from '@zhiheng/platform';
import type { WorkListSort } from '../read-models/work-list.js';

const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false };
/** `true` or `false`; anything else stays as it is and is refused. */
export const Flag = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => FLAGS[String(value)] ?? value);

export class WorkListQuery {
  @ApiPropertyOptional({ description: '流程 workflow', example: 'inspection' })
  @IsOptional()
  @IsString()
  @MaxLength(50)
  workflow?: string;

  @ApiPropertyOptional({ description: '环节，或者包含它的环节 state, or one around it: `handling` finds `handling.*`' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  state?: string;

  @ApiPropertyOptional({ description: '当事人标识 subject id', example: 'uscc:91442000MA4UXXXX0A' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  subject?: string;

  @ApiPropertyOptional({ description: '辖区代码，包含下级 division (GB/T 2260) with those below it', example: '442000' })
  @IsOptional()
  @Matches(/^\d{6}$/)
  jurisdiction?: string;

  @ApiPropertyOptional({ description: '是否办结 closed or not' })
  @IsOptional()
  @Flag()
  @IsBoolean()
  done?: boolean;

  @ApiPropertyOptional({ description: '下一期限的末日早于 the last day of the next term is before', example: '2026-03-02' })
  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  dueBefore?: string;

  @ApiPropertyOptional({
    description: '此刻起有新记录的 those whose log grew at or after it',
    example: '2026-03-02T09:00:00+08:00',
  })
  @IsOptional()
  @IsRFC3339()
  changedSince?: string;

  @ApiPropertyOptional({ description: '轮到本人办理的 those to which the caller may send something now' })
  @IsOptional()
  @Flag()
  @IsBoolean()
  mine?: boolean;

  @ApiPropertyOptional({
    description: '当事人名称（任意长度）或者信用代码开头 part of a name, or the beginning of a credit code',
    example: '电器',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;

  @ApiPropertyOptional({ enum: ['due', 'opened', '-opened'], default: 'due' })
  @IsOptional()
  @IsIn(['due', 'opened', '-opened'])
  sort?: WorkListSort;

  @PageCursor()
  cursor?: string;

  @PageLimit()
  limit?: number;
}
