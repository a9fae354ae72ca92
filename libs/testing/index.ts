export { FakeClock } from './fake-clock.js';
export { expectSoundHistory, withEngine } from './with-engine.js';
export type { World, WorldOptions } from './with-engine.js';
export { enforcementV1ToV2, enforcementV2 } from './upgrades/enforcement-v2.js';
export { interviewV1ToV2 } from './upgrades/interview-v1-to-v2.js';
export { interviewV2 } from './upgrades/interview-v2.js';
