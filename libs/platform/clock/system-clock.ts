import { instant } from '@zhiheng/kernel';
import type { ClockPort } from '@zhiheng/kernel';

export const systemClock: ClockPort = { now: () => instant(Date.now()) };
