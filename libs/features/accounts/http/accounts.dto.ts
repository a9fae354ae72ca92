import { ApiProperty, ApiPropertyOptional, PickType, PartialType } from '@nestjs/swagger';
import { ACCOUNT_ID } from '@zhiheng/auth';
import { PERSON_ROLES } from '@zhiheng/policy';
import type { PersonRole } from '@zhiheng/policy';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsBoolean, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { PageLimit } from '@zhiheng/platform';

export class CreateAccountDto {
  @ApiProperty({ description: '账号 account', example: 'handler-3' })
  @Matches(ACCOUNT_ID)
  id: string;

  @ApiProperty({ description: '姓名 name' })
  @IsString()
  @Length(1, 100)
  name: string;

  @ApiProperty({ enum: PERSON_ROLES, isArray: true })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(PERSON_ROLES.length)
  @IsIn(PERSON_ROLES, { each: true })
  roles: PersonRole[];

  @ApiPropertyOptional({ description: '辖区代码 GB/T 2260', example: '442000' })
  @IsOptional()
  @Matches(/^\d{6}$/)
  area?: string;

  @ApiPropertyOptional({ description: '当事人所代表的主体 the subject that a party speaks for' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  subjectId?: string;

  @ApiPropertyOptional({ description: '初始密码，首次登录须修改 first password, to be changed at the first sign-in' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  password?: string;

  @ApiPropertyOptional({ description: '统一身份认证中的标识 identity at the OpenID Connect provider' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  externalSubject?: string;
}

export class ChangeAccountDto extends PartialType(PickType(CreateAccountDto, ['name', 'roles', 'area', 'externalSubject'])) {
  @ApiPropertyOptional({ description: '是否在用 whether it may sign in' })
  @IsOptional()
  @IsBoolean()
  active?: boolean;
}

export class ResetPasswordDto {
  @ApiProperty({ description: '临时密码，登录后须修改 temporary password, to be changed at the next sign-in' })
  @IsString()
  @Length(1, 200)
  password: string;
}

export class ListAccountsQuery {
  @ApiPropertyOptional({ description: '上一页最后一个账号 the last account of the page before' })
  @IsOptional()
  @Matches(ACCOUNT_ID)
  after?: string;

  @PageLimit()
  limit?: number;
}
