import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** How many rows a page of a list may have: `usual` unless asked, `most` at the most. */
export function PageLimit({
  usual = 50,
  most = 200,
}: { readonly usual?: number; readonly most?: number } = {}): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: Number, default: usual, maximum: most }),
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(most),
  );
}

/** Where a page of a list begins: the `next` of the page before. */
export function PageCursor({
  description = '上一页的 next the `next` of the page before',
  longest = 2_000,
}: { readonly description?: string; readonly longest?: number } = {}): PropertyDecorator {
  return applyDecorators(ApiPropertyOptional({ type: String, description }), IsOptional(), IsString(), MaxLength(longest));
}
