import type { LapsedEvent, StateRow } from '@zhiheng/workflow-kit';
import type { events } from './events.js';
import type { clocks } from './policies.js';
import type { rules } from './rules.js';

/** A row of this workflow's table: the compiler knows its events and its rules. */
export type Row = StateRow<
  (keyof typeof events & string) | LapsedEvent<keyof typeof clocks & string>,
  keyof typeof rules & string
>;
