import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import type { DeadLetterState } from '@zhiheng/messaging';

export class DeadLetterQueryDto {
  @ApiPropertyOptional({ enum: ['open', 'retried', 'dropped', 'all'], default: 'open' })
  @IsOptional()
  @IsIn(['open', 'retried', 'dropped', 'all'])
  state: DeadLetterState | 'all' = 'open';

  @ApiPropertyOptional({ description: '消费方 consumer', example: 'enforcement' })
  @IsOptional()
  @Matches(/^[a-z][a-z0-9-]{0,49}$/)
  consumer?: string;

  @ApiPropertyOptional({ description: '上一页的 next next of the page before' })
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  cursor?: string;

  @ApiPropertyOptional({ default: 50, minimum: 1, maximum: 200 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}

export class RetryDeadLetterDto {
  @ApiProperty({ description: '理由 why', example: '规则已改正 the rule is mended' })
  @IsString()
  @Length(1, 500)
  why!: string;

  @ApiPropertyOptional({ description: '更正后的消息；不填则原样处理 the corrected announcement; as it was without it' })
  @IsOptional()
  @IsObject()
  announcement?: Record<string, unknown>;
}

export class DropDeadLetterDto {
  @ApiProperty({ description: '理由 why', example: '重复线索，已并案' })
  @IsString()
  @Length(1, 500)
  @Matches(/\S/)
  why!: string;
}
