import fc from 'fast-check';
import { packByConsumer, readPack } from './pack.js';

const rows = fc.array(
  fc.record({
    outboxId: fc.integer({ min: 1, max: 1_000_000 }).map(String),
    consumer: fc.constantFrom('recall', 'interview', 'publicity'),
  }),
);

describe('packing the outbox', () => {
  it('puts every row into exactly one pack of its consumer, in outbox order, none above the size', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 10 }), (unsent, size) => {
        const packs = packByConsumer(unsent, size);
        for (const consumer of new Set(unsent.map((row) => row.consumer))) {
          const packed = packs.get(consumer) ?? [];
          const expected = unsent.filter((row) => row.consumer === consumer).map(({ outboxId }) => outboxId);
          expect(packed.flatMap(({ envelopes }) => envelopes.map(({ outboxId }) => outboxId))).toEqual(expected);
          expect(packed.every(({ envelopes }) => envelopes.length > 0 && envelopes.length <= size)).toBe(true);
          expect(packed).toHaveLength(Math.ceil(expected.length / size));
        }
        expect([...packs.values()].flat().reduce((sum, { envelopes }) => sum + envelopes.length, 0)).toBe(unsent.length);
      }),
    );
  });

  it('makes one pack of one envelope where there is no backlog', () => {
    expect([...packByConsumer([{ outboxId: '7', consumer: 'recall' }], 256)]).toEqual([
      ['recall', [{ envelopes: [{ outboxId: '7' }] }]],
    ]);
  });

  it('reads back what it packed', () => {
    const pack = { envelopes: [{ outboxId: '7', attempts: 2, waits: 1 }, { outboxId: '8' }] };
    expect(readPack(JSON.parse(JSON.stringify(pack)))).toEqual(pack);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'pack'],
    ['no envelopes', {}],
    ['an envelope without its row', { envelopes: [{}] }],
    ['a row that is a number', { envelopes: [{ outboxId: 7 }] }],
    ['a row that is no number', { envelopes: [{ outboxId: '7; drop table outbox' }] }],
    ['a negative count', { envelopes: [{ outboxId: '7', attempts: -1 }] }],
  ])('refuses %s', (_what, payload) => {
    expect(() => readPack(payload)).toThrow(expect.objectContaining({ code: 'PACK_UNREADABLE' }));
  });
});
