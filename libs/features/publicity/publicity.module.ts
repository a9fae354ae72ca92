import { Module } from '@nestjs/common';
import { PublicListController } from './http/public-list.controller.js';

@Module({ controllers: [PublicListController] })
export class PublicityModule {}
