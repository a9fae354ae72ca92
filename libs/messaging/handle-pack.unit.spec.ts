import type { Announcement } from '@zhiheng/contracts';
import { instanceId, messageId, ZhihengError } from '@zhiheng/kernel';
import { handlePack, openEnvelopes, packPostponed } from './handle-pack.js';
import type { OpenEnvelope } from './handle-pack.js';

const rules = { maxAttempts: 3, random: () => 0 };

function anEnvelope(outboxId: string, procedure: string, changes: Partial<OpenEnvelope> = {}): OpenEnvelope {
  const id = instanceId(procedure);
  const announcement = { messageId: messageId(outboxId), topic: 't', facts: {}, source: { instanceId: id } } as Announcement;
  return { envelope: { outboxId }, announcement, text: JSON.stringify(announcement), blocked: false, ...changes };
}

async function handle(open: readonly OpenEnvelope[], faults: Readonly<Record<string, unknown>> = {}) {
  const called: string[] = [];
  const outcome = await handlePack(
    {
      handle: async ({ messageId: id }) => {
        const { outboxId } = open.find(({ announcement }) => announcement.messageId === id)!.envelope;
        called.push(outboxId);
        if (outboxId in faults) throw faults[outboxId];
      },
      rules,
    },
    open,
  );
  const ids = (entries: readonly { readonly outboxId: string }[]): readonly string[] => entries.map(({ outboxId }) => outboxId);
  return {
    called,
    handled: outcome.handled,
    buried: ids(outcome.buried),
    postponed: ids(outcome.postponed.map(({ envelope }) => envelope)),
    heldBack: ids(outcome.heldBack),
  };
}

describe('handling a pack', () => {
  it('a transient fault holds back what is behind it in its procedure, and nothing of others', async () => {
    const open = [anEnvelope('1', 'a'), anEnvelope('2', 'b'), anEnvelope('3', 'a'), anEnvelope('4', 'b')];
    expect(await handle(open, { 1: new Error('not now') })).toEqual({
      called: ['1', '2', '4'],
      handled: ['2', '4'],
      buried: [],
      postponed: ['1'],
      heldBack: ['3'],
    });
  });

  it('what is buried bars nobody', async () => {
    const open = [anEnvelope('1', 'a'), anEnvelope('2', 'a')];
    expect(await handle(open, { 1: new ZhihengError('FACTS_UNUSABLE') })).toEqual({
      called: ['1', '2'],
      handled: ['2'],
      buried: ['1'],
      postponed: [],
      heldBack: [],
    });
  });

  it('what is behind an earlier one elsewhere waits, with all that follow it', async () => {
    const open = [
      anEnvelope('1', 'a'),
      anEnvelope('3', 'a', { blocked: true }),
      anEnvelope('4', 'a', { blocked: true }),
      anEnvelope('5', 'b'),
    ];
    expect(await handle(open)).toEqual({
      called: ['1', '5'],
      handled: ['1', '5'],
      buried: [],
      postponed: [],
      heldBack: ['3', '4'],
    });
  });

  it('an announcement that cannot be read is buried with an id made from its row', () => {
    const good = anEnvelope('2', 'a');
    const { open, buried } = openEnvelopes(
      [{ outboxId: '1', attempts: 1 }, { outboxId: '2' }],
      [
        { outboxId: '1', text: '{"topic":', blocked: false },
        { outboxId: '2', text: good.text, blocked: false },
      ],
    );
    expect(open.map(({ envelope }) => envelope.outboxId)).toEqual(['2']);
    expect(buried).toEqual([
      expect.objectContaining({
        outboxId: '1',
        messageId: messageId('outbox', '1'),
        code: 'ANNOUNCEMENT_UNREADABLE',
        attempts: 2,
      }),
    ]);
  });

  it('what is due at about the same time goes back in one pack', () => {
    const fault = new Error('?');
    const packs = packPostponed([
      { envelope: { outboxId: '1' }, delayMs: 130, fault },
      { envelope: { outboxId: '2' }, delayMs: 240, fault },
      { envelope: { outboxId: '3' }, delayMs: 9_000, fault },
    ]);
    expect(packs).toEqual([
      { delayMs: 240, envelopes: [{ outboxId: '1' }, { outboxId: '2' }] },
      { delayMs: 9_000, envelopes: [{ outboxId: '3' }] },
    ]);
  });
});
