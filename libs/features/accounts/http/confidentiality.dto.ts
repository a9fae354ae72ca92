import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ACCOUNT_ID, CONFIDENTIAL_KINDS } from '@zhiheng/auth';
import type { ConfidentialKind } from '@zhiheng/auth';
import type { JsonObject } from '@zhiheng/kernel';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { PageLimit } from '@zhiheng/platform';

export class RestrictDto {
  @ApiProperty({
    description: '可以查看的账号；限定人本人总在其中 who may read it, always with who restricts',
    example: ['head-1'],
  })
  @IsArray()
  @ArrayMaxSize(100)
  @Matches(ACCOUNT_ID, { each: true })
  named: string[];

  @ApiProperty({ description: '事由 reason' })
  @IsString()
  @Length(1, 500)
  reason: string;
}

export class KeepConfidentialDto {
  @ApiProperty({ enum: CONFIDENTIAL_KINDS })
  @IsIn(CONFIDENTIAL_KINDS)
  kind: ConfidentialKind;

  @ApiProperty({ description: '内容，不进入办理记录 content, never in the log of the procedure', type: Object })
  @IsObject()
  data: JsonObject;

  @ApiProperty({ description: '可以查看的账号 accounts that may read it', example: ['handler-1'] })
  @IsArray()
  @ArrayMaxSize(100)
  @Matches(ACCOUNT_ID, { each: true })
  named: string[];
}

export class RestrictedReadsQuery {
  @ApiPropertyOptional({ description: '谁查看 who read' })
  @IsOptional()
  @Matches(ACCOUNT_ID)
  account?: string;

  @ApiPropertyOptional({ description: '查看了哪个程序 which procedure' })
  @IsOptional()
  @IsUUID()
  procedure?: string;

  @ApiPropertyOptional({ description: '上一页的 next: next of the page before' })
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  after?: string;

  @PageLimit()
  limit?: number;
}
