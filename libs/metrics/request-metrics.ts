import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

/** Who is let in and who is not, as the edge of the process tells it. */
export type MeteredAdmission = { inHand(): number; onRefused(listener: (reason: 'overloaded' | 'draining') => void): void };

/** Answers how a request that was limited by its rate is counted. */
export function registerRequests(registry: Registry, admission: MeteredAdmission): { limited(): void } {
  const registers = [registry];
  const inHand: Gauge = new Gauge({
    name: 'zhiheng_requests_in_hand',
    help: 'Requests in hand of this process',
    registers,
    collect: () => inHand.set(admission.inHand()),
  });
  const refused = new Counter({
    name: 'zhiheng_requests_refused_total',
    help: 'Requests refused: overloaded (too many in hand), draining (the process is stopping), limited (429)',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of ['overloaded', 'draining', 'limited']) refused.inc({ reason }, 0);
  admission.onRefused((reason) => refused.inc({ reason }));
  return { limited: () => refused.inc({ reason: 'limited' }) };
}
