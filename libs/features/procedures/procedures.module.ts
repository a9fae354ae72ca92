import { Module } from '@nestjs/common';
import { ProceduresController } from './http/procedures.controller.js';

@Module({ controllers: [ProceduresController] })
export class ProceduresModule {}
