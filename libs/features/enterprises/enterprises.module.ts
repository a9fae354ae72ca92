import { Module } from '@nestjs/common';
import { EnterprisesController } from './http/enterprises.controller.js';

@Module({ controllers: [EnterprisesController] })
export class EnterprisesModule {}
