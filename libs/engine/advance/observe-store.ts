import type { EngineStore } from '../ports.js';

/** One turn of the engine at its store. `fenced`: procedures that somebody else had moved, to be decided again. */
export type StoreTurn =
  | { readonly kind: 'commit'; readonly seconds: number; readonly procedures: number; readonly fenced: number }
  | { readonly kind: 'load'; readonly seconds: number; readonly procedures: number }
  | { readonly kind: 'fault'; readonly code: string };

/** The store, telling of each read and each commit how long it took. A turn is of a batch: nothing is paid per event. */
export function observeStore(store: EngineStore, tell: (turn: StoreTurn) => void): EngineStore {
  const timed = async <T>(ask: () => Promise<T>, turnOf: (seconds: number, answer: T) => StoreTurn): Promise<T> => {
    const began = performance.now();
    try {
      const answer = await ask();
      tell(turnOf((performance.now() - began) / 1_000, answer));
      return answer;
    } catch (fault) {
      tell({ kind: 'fault', code: (fault as { readonly code?: string }).code ?? 'FAULT' });
      throw fault;
    }
  };
  const observed = Object.create(store) as { commit: EngineStore['commit']; load: EngineStore['load'] } & EngineStore;
  observed.commit = (writes) =>
    timed(
      () => store.commit(writes),
      (seconds, { fenced }) => ({ kind: 'commit', seconds, procedures: writes.length, fenced: fenced.size }),
    );
  observed.load = (request) =>
    timed(
      () => store.load(request),
      (seconds) => ({ kind: 'load', seconds, procedures: request.instanceIds.length }),
    );
  return observed;
}
