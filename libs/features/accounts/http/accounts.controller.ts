import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ACCESS,
  CurrentPrincipal,
  Requires,
  changeAccount,
  checkMayManage,
  createAccount,
  findAccount,
  listAccounts,
  revokeSessions,
  setPassword,
} from '@zhiheng/auth';
import type { Access, Account, AccountPorts, Principal } from '@zhiheng/auth';
import { prefixOf } from '@zhiheng/contracts';
import type { Actor } from '@zhiheng/contracts';
import { ChangeAccountDto, CreateAccountDto, ListAccountsQuery, ResetPasswordDto } from './accounts.dto.js';

/** Accounts of the own area and below, for administrators. */
@ApiTags('people 人员')
@Controller('api/accounts')
@Requires('accounts.manage')
export class AccountsController {
  private readonly ports: AccountPorts;

  constructor(@Inject(ACCESS) { ports }: Access) {
    this.ports = { pool: ports.pool, clock: ports.sessionClock };
  }

  @Get()
  @ApiOperation({ summary: '账号列表 Accounts' })
  async list(@Query() { after, limit = 50 }: ListAccountsQuery, @CurrentPrincipal() { actor }: Principal) {
    const items = await listAccounts(this.ports, {
      limit,
      ...(after !== undefined && { after }),
      ...(actor.area !== undefined && { areaPrefix: prefixOf(actor.area) }),
    });
    return { items, ...(items.length === limit && { next: items.at(-1)?.id }) };
  }

  @Post()
  @ApiOperation({ summary: '新建账号 Create an account' })
  create(@Body() body: CreateAccountDto, @CurrentPrincipal() { actor }: Principal): Promise<Account> {
    checkMayManage(actor, body);
    return createAccount(this.ports, { ...body, mustChangePassword: body.password !== undefined, by: actor.id });
  }

  @Patch(':account')
  @ApiOperation({ summary: '变更或停用账号，其登录随即失效 Change or deactivate an account: its sessions end' })
  async change(
    @Param('account') id: string,
    @Body() body: ChangeAccountDto,
    @CurrentPrincipal() { actor }: Principal,
  ): Promise<Account> {
    await this.managed(id, actor);
    checkMayManage(actor, { id, ...body });
    return changeAccount(this.ports, id, body);
  }

  @Post(':account/password')
  @HttpCode(204)
  @ApiOperation({ summary: '重置密码 Reset the password' })
  async resetPassword(
    @Param('account') id: string,
    @Body() { password }: ResetPasswordDto,
    @CurrentPrincipal() { actor }: Principal,
  ): Promise<void> {
    await this.managed(id, actor);
    await setPassword(this.ports, { id, password, mustChange: true });
  }

  @Post(':account/revoke-sessions')
  @HttpCode(200)
  @ApiOperation({ summary: '使其全部登录失效 End all sessions of an account' })
  async revoke(@Param('account') id: string, @CurrentPrincipal() { actor }: Principal) {
    await this.managed(id, actor);
    return { revoked: await revokeSessions(this.ports, id) };
  }

  private async managed(id: string, by: Actor): Promise<void> {
    checkMayManage(by, await findAccount(this.ports, id));
  }
}
