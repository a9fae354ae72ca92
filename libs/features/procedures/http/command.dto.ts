import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { JsonObject } from '@zhiheng/kernel';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsDefined,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';

const LEGAL_DATE = /^\d{4}-\d{2}-\d{2}$/;

export class SendEventDto {
  @ApiProperty({ description: '事件 event type', example: 'PLAN_SUBMITTED' })
  @IsString()
  @Matches(/^[A-Z][A-Z0-9_]{0,99}$/)
  type: string;

  @ApiProperty({ description: '内容，按事件的表单填写 data, as the form of the event asks', type: Object })
  @IsObject()
  data: JsonObject;

  @ApiPropertyOptional({
    description: '事实发生的法律日期，默认今天 legal date of the fact, default today',
    example: '2026-03-02',
  })
  @IsOptional()
  @IsString()
  @Matches(LEGAL_DATE)
  on?: string;
}

export class SubjectDto {
  @ApiProperty({ example: 'enterprise' })
  @IsString()
  @Length(1, 50)
  kind: string;

  @ApiProperty({ description: '统一社会信用代码或其他标识 credit code or other identity' })
  @IsString()
  @Length(1, 200)
  id: string;

  @ApiProperty({ description: '名称 name' })
  @IsString()
  @Length(1, 300)
  name: string;
}

export class OpenProcedureDto extends SendEventDto {
  @ApiProperty({ example: 'inspection' })
  @IsString()
  @Length(1, 50)
  workflow: string;

  @ApiProperty({ description: '辖区代码 GB/T 2260', example: '442000' })
  @IsString()
  @Matches(/^\d{6}$/)
  jurisdiction: string;

  // A nested DTO that is missing, or a list in its place, would pass ValidateNested alone.
  @ApiProperty({ type: SubjectDto })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => SubjectDto)
  subject: SubjectDto;
}

export class BulkItemDto extends SendEventDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  procedureId: string;

  @ApiPropertyOptional({
    description:
      '本项的幂等键，默认由请求的键和位置得出 key of this item; by default from the key of the request and the place',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  key?: string;
}

export class BulkEventsDto {
  // Each item is checked by itself when it is carried out: one that is wrong does not hold up the others.
  @ApiProperty({ type: BulkItemDto, isArray: true, minItems: 1, maxItems: 500 })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(500)
  items: object[];
}
