import { randomFrom } from '@zhiheng/sample-data';
import type { Behaviour, Script } from './behaviour.js';
import { fits } from './view.js';
import type { View } from './view.js';

/**
 * Casts a procedure for its part when it opens. Rare parts are cast first, to the first procedures that fit, so that every end is
 * surely reached; then lots are drawn. Procedures must come in the same order for the same year.
 */
export class Casting {
  private readonly cast = new Map<string, number>();

  constructor(
    private readonly seed: string,
    private readonly behaviour: Pick<Behaviour, 'scripts'>,
  ) {}

  partFor(view: View): Script | undefined {
    const fitting = this.behaviour.scripts.filter((script) => script.workflow === view.workflow && fits(view, script.when));
    const owed = fitting.find(({ name, surely = 0 }) => (this.cast.get(name) ?? 0) < surely);
    const script = owed ?? this.drawn(view, fitting);
    if (script !== undefined) this.cast.set(script.name, (this.cast.get(script.name) ?? 0) + 1);
    return script;
  }

  /** Weights are shares of a hundred: what they leave over plays no part. */
  private drawn(view: View, fitting: readonly Script[]): Script | undefined {
    let lot = randomFrom(`${this.seed}|${view.id}|part`).next() * 100;
    for (const script of fitting) {
      lot -= script.weight ?? 0;
      if (lot < 0) return script;
    }
    return undefined;
  }
}
