export { FakeClock } from './fake-clock.js';
export { expectSoundHistory, withEngine } from './with-engine.js';
export type { World, WorldOptions } from './with-engine.js';
