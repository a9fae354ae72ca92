import { Module } from '@nestjs/common';
import { DailyPublication } from './daily/daily-publication.js';
import { ChangesController } from './http/changes.controller.js';
import { DailyController } from './http/daily.controller.js';
import { RecordsController } from './http/records.controller.js';
import { RootsController } from './http/roots.controller.js';

// Order matters: the lists take any other name below api/public.
@Module({
  controllers: [ChangesController, DailyController, RootsController, RecordsController],
  providers: [DailyPublication],
})
export class PublicityModule {}
