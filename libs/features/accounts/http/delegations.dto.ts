import { ApiProperty } from '@nestjs/swagger';
import { ACCOUNT_ID } from '@zhiheng/auth';
import { IsString, Length, Matches } from 'class-validator';

const LEGAL_DATE = /^\d{4}-\d{2}-\d{2}$/;

export class DelegateDto {
  @ApiProperty({ description: '离岗人员 the absent person', example: 'handler-1' })
  @Matches(ACCOUNT_ID)
  from: string;

  @ApiProperty({ description: '代行人员 the deputy', example: 'handler-2' })
  @Matches(ACCOUNT_ID)
  to: string;

  @ApiProperty({ format: 'date', description: '首日 first day' })
  @Matches(LEGAL_DATE)
  fromOn: string;

  @ApiProperty({ format: 'date', description: '末日（含） last day, included' })
  @Matches(LEGAL_DATE)
  untilOn: string;

  @ApiProperty({ description: '事由 reason', example: '休假' })
  @IsString()
  @Length(1, 500)
  reason: string;
}
