import { Module } from '@nestjs/common';
import { ImportsController } from './http/imports.controller.js';
import { loadProfiles } from './importing/load-profiles.js';
import { PROFILES } from './profiles-token.js';

@Module({ controllers: [ImportsController], providers: [{ provide: PROFILES, useFactory: () => loadProfiles() }] })
export class IntakeModule {}
