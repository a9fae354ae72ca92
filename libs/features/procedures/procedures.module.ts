import { Module } from '@nestjs/common';
import { CommandsController } from './http/commands.controller.js';
import { OneProcedureController } from './http/one-procedure.controller.js';
import { WorkListController } from './http/work-list.controller.js';

@Module({ controllers: [WorkListController, OneProcedureController, CommandsController] })
export class ProceduresModule {}
