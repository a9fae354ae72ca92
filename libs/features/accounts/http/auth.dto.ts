import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

export class LoginDto {
  @ApiProperty({ description: '账号 account', example: 'inspector-1' })
  @IsString()
  @Length(1, 50)
  account: string;

  @ApiProperty({ description: '密码 password', format: 'password' })
  @IsString()
  @Length(1, 200)
  password: string;
}

export class ChangePasswordDto {
  @ApiProperty({ description: '原密码 old password', format: 'password' })
  @IsString()
  @Length(1, 200)
  oldPassword: string;

  @ApiProperty({ description: '新密码，至少十个字符 new password, at least ten characters', format: 'password' })
  @IsString()
  @Length(1, 200)
  newPassword: string;
}
