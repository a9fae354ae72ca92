import { Module } from '@nestjs/common';
import { DailyPublication } from './daily/daily-publication.js';
import { ChangesController } from './http/changes.controller.js';
import { DailyController } from './http/daily.controller.js';
import { RecordsController } from './http/records.controller.js';

// Order matters: the lists take any other name below api/public.
@Module({ controllers: [ChangesController, DailyController, RecordsController], providers: [DailyPublication] })
export class PublicityModule {}
