import type { EngineStore } from '../ports.js';

/** The same store but for these calls. */
export function changedStore(store: EngineStore, changes: Partial<EngineStore>): EngineStore {
  return Object.assign(Object.create(store) as EngineStore, changes);
}
