import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { PageLimit } from '@zhiheng/platform';

export class MakeWebhookDto {
  @IsString()
  @MaxLength(2_000)
  url: string;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  topics: string[];
}

export class ChangeWebhookDto {
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  url?: string;

  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  topics?: string[];

  @IsOptional()
  @IsIn(['active', 'paused'])
  state?: 'active' | 'paused';
}

export class DeliveriesQuery {
  @ApiPropertyOptional({ enum: ['pending', 'delivered', 'dead', 'withheld'] })
  @IsOptional()
  @IsIn(['pending', 'delivered', 'dead', 'withheld'])
  state?: string;

  @ApiPropertyOptional({ description: '上一页最后一项的 place the place of the last item of the page before' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  before?: number;

  @PageLimit()
  limit?: number;
}
