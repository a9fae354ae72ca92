import { ZhihengError } from '@zhiheng/kernel';
import fc from 'fast-check';
import { backoffMs, remedyFor } from './failure.js';

const rules = { maxAttempts: 5, jitter: 0 };

describe('what becomes of an announcement whose handling failed', () => {
  it('an outage never counts, however often it is met', () => {
    const fault = new ZhihengError('STORE_UNAVAILABLE', { retry: 'later' });
    expect(remedyFor(fault, { ...rules, envelope: { outboxId: '1', attempts: 4, waits: 99 } })).toEqual({
      kind: 'again',
      envelope: { outboxId: '1', attempts: 4, waits: 100 },
      delayMs: 15_000,
    });
  });

  it.each([{ code: 'ECONNREFUSED' }, { code: '57P01' }, new Error('Connection terminated unexpectedly')])(
    'a bare fault of the database connection is an outage (%p)',
    (fault) => {
      expect(remedyFor(fault, { ...rules, maxAttempts: 1, envelope: { outboxId: '1' } }).kind).toBe('again');
    },
  );

  it('a fault that says never is buried at once', () => {
    expect(remedyFor(new ZhihengError('FACTS_UNUSABLE'), { ...rules, envelope: { outboxId: '1' } })).toEqual({
      kind: 'bury',
      attempts: 1,
    });
  });

  it.each([new Error('?'), 'a text', null, new ZhihengError('REPLICA_UNFIT', { retry: 'elsewhere' })])(
    'an unknown fault, or one for another replica, is tried until the attempts are used up (%p)',
    (fault) => {
      expect(remedyFor(fault, { ...rules, envelope: { outboxId: '1', attempts: 3 } })).toEqual({
        kind: 'again',
        envelope: { outboxId: '1', attempts: 4, waits: 0 },
        delayMs: 1_000,
      });
      expect(remedyFor(fault, { ...rules, envelope: { outboxId: '1', attempts: 4 } })).toEqual({ kind: 'bury', attempts: 5 });
    },
  );

  it('waits longer from turn to turn, within a quarter of a second and half a minute', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (turn, jitter) => {
          const delay = backoffMs(turn, jitter);
          expect(delay).toBeGreaterThanOrEqual(125);
          expect(delay).toBeLessThanOrEqual(30_000);
          expect(backoffMs(turn + 1, jitter)).toBeGreaterThanOrEqual(delay);
        },
      ),
    );
  });
});
