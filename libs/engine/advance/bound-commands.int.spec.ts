import type { Envelope, Outcome } from '@zhiheng/contracts';
import type { EngineStore } from '@zhiheng/engine';
import { boundCommands } from '@zhiheng/engine';
import { instanceId, messageId } from '@zhiheng/kernel';
import { withEngine } from '@zhiheng/testing';

const opening = (name: string): Envelope => ({
  messageId: messageId(`open-${name}`),
  instanceId: instanceId('interview', name),
  workflow: 'interview',
  event: { type: 'TRIGGERED', data: { trigger: 'rectification-failed', detail: '电磁灶复查不合格', level: 'city' } },
  on: '2026-03-02' as Envelope['on'],
  actor: { id: 'handler-1', roles: ['case-handler'] },
  opening: { jurisdiction: '442000', subject: { kind: 'enterprise', id: name, name } },
});

/** A database that takes nothing until it is let go. */
function standingStill(store: EngineStore): { readonly store: EngineStore; letGo(): void } {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const held = Object.create(store) as { commit: EngineStore['commit'] } & EngineStore;
  held.commit = async (writes) => {
    await gate;
    return store.commit(writes);
  };
  return { store: held, letGo };
}

describe('events sent from outside to an engine whose database stands still', () => {
  it('wait up to a number; the others are refused at once, to be sent again, and then carried out', () =>
    withEngine({}, async ({ store, anotherEngine }) => {
      const still = standingStill(store);
      const { engine, waiting } = boundCommands(anotherEngine({ store: still.store }), { maxWaiting: 100 });
      const names = Array.from({ length: 5_000 }, (_, n) => `e${n}`);
      const answers = names.map((name) => engine.advance(opening(name)));
      const refused = await Promise.allSettled(answers.slice(100));

      expect(waiting()).toBe(100);
      for (const each of refused)
        expect(each).toMatchObject({ status: 'rejected', reason: { code: 'ENGINE_OVERLOADED', retry: 'later' } });

      still.letGo();
      const carriedOut = await Promise.all(answers.slice(0, 100));
      expect(new Set(carriedOut.map(({ kind }: Outcome) => kind))).toEqual(new Set(['accepted']));
      expect(waiting()).toBe(0);
      expect(await engine.advance(opening('e4999'))).toMatchObject({ kind: 'accepted', seq: 1 });
    }));
});
