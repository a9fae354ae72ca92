import { Module } from '@nestjs/common';
import { ClocksController } from './http/clocks.controller.js';
import { CommandsController } from './http/commands.controller.js';
import { LiveController } from './http/live.controller.js';
import { OneProcedureController } from './http/one-procedure.controller.js';
import { WorkListController } from './http/work-list.controller.js';

@Module({
  controllers: [WorkListController, OneProcedureController, CommandsController, ClocksController, LiveController],
})
export class ProceduresModule {}
