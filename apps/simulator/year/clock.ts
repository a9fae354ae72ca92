import { ZhihengError } from '@zhiheng/kernel';
import type { Sessions } from '../session/sessions.js';

type Health = {
  readonly checks?: {
    readonly database?: { readonly waiting?: number; readonly deadLetters?: number; readonly clocksDue?: number };
  };
};

/** The clock of the system under play, and whether all that it set going is carried out. */
export class SystemClock {
  constructor(
    private readonly sessions: Sessions,
    private readonly administrator: string,
  ) {}

  async read(): Promise<{ readonly kind: string; readonly now: string }> {
    return (await this.sessions.get(this.administrator, '/api/clock')) as { readonly kind: string; readonly now: string };
  }

  /** Sets the clock and waits until what fell due has lapsed and its consequences are drawn. */
  async moveTo(instant: string): Promise<void> {
    const answer = await this.sessions.send({
      as: this.administrator,
      method: 'POST',
      path: '/api/clock',
      body: { to: instant },
    });
    if (answer.status !== 200)
      throw new ZhihengError('SIMULATOR_CLOCK_REFUSED', {
        expected: 'ZHIHENG_CLOCK=standing | movable',
        found: `${answer.status} ${JSON.stringify(answer.body)}`,
      });
    await this.settled();
  }

  /** Resolves when no announcement waits and no clock is due. Answers the dead letters that are open. */
  async settled(): Promise<number> {
    for (let turn = 0; ; turn++) {
      const { checks } = (await this.sessions.send({ as: this.administrator, method: 'GET', path: '/api/health' }))
        .body as Health;
      const { waiting, clocksDue, deadLetters = 0 } = checks?.database ?? {};
      if (waiting === 0 && clocksDue === 0) return deadLetters;
      await new Promise((resolve) => setTimeout(resolve, Math.min(50, 3 + turn)));
    }
  }
}
