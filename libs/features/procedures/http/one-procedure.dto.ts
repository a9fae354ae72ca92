import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { PageLimit } from '@zhiheng/platform';

export class TimelineQuery {
  @ApiPropertyOptional({
    description: '从该记录之后开始（上一页的 next） after this entry: the `next` of the page before',
    default: 0,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  after?: number;

  @PageLimit({ usual: 100, most: 500 })
  limit?: number;
}

export class DiagramQuery {
  @ApiPropertyOptional({ enum: ['json', 'mermaid'], default: 'json' })
  @IsOptional()
  @IsIn(['json', 'mermaid'])
  format?: 'json' | 'mermaid';

  @ApiPropertyOptional({ description: '画出该环节的内部（仅 mermaid） draw the inside of this composite state, for mermaid' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  inside?: string;
}
