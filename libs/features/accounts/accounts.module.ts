import { Module } from '@nestjs/common';
import { AuthController } from './http/auth.controller.js';
import { MeController } from './http/me.controller.js';

@Module({ controllers: [AuthController, MeController] })
export class AccountsModule {}
