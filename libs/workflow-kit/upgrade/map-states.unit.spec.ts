import fc from 'fast-check';
import type { StateRow } from '../table.js';
import { mapLeaves, stateValueOf } from './map-states.js';

const meta = { zh: '环节', en: 'state', basis: '演练办法', untimed: '演练' };
const leaf: StateRow = { meta };
const table: StateRow = {
  meta,
  initial: 'alone',
  states: {
    alone: leaf,
    nested: { meta, initial: 'a', states: { a: leaf, deep: { meta, initial: 'b', states: { b: leaf, c: leaf } } } },
    regions: {
      meta,
      type: 'parallel',
      states: {
        left: { meta, initial: 'on', states: { on: leaf, off: leaf } },
        middle: leaf,
        right: { meta, initial: 'x', states: { x: leaf } },
      },
    },
  },
};

describe('states of a procedure in a chart', () => {
  it.each([
    [['alone'], 'alone'],
    [['nested.a'], { nested: 'a' }],
    [['nested.deep.c'], { nested: { deep: 'c' } }],
    [['regions.right.x', 'regions.left.off', 'regions.middle'], { regions: { left: 'off', middle: {}, right: 'x' } }],
  ])('%j are a situation', (leaves, value) => {
    expect(stateValueOf(table, leaves)).toEqual(value);
  });

  it.each([
    ['a state that does not exist', ['elsewhere']],
    ['one known and one that does not exist', ['alone', 'elsewhere']],
    ['a composite state', ['nested.deep']],
    ['two states of one region', ['nested.a', 'nested.deep.b']],
    ['a region without a state', ['regions.left.on', 'regions.middle']],
    ['a state below an innermost one', ['alone.more']],
    ['nothing', []],
  ])('%s is none', (_what, leaves) => {
    expect(stateValueOf(table, leaves)).toBeUndefined();
  });

  it('in whatever order they are named', () => {
    const all = ['regions.left.on', 'regions.middle', 'regions.right.x'];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 3, maxLength: 3 }), (leaves) => {
        expect(JSON.stringify(stateValueOf(table, leaves))).toBe('{"regions":{"left":"on","middle":{},"right":"x"}}');
      }),
    );
  });
});

describe('the table of an upgrade', () => {
  it('moves the states that it names, leaves the others, and may open regions', () => {
    const states = { before: 'alone', 'nested.a': ['regions.left.on', 'regions.middle'] };
    expect(mapLeaves({ states }, ['before'])).toEqual(['alone']);
    expect(mapLeaves({ states }, ['nested.deep.b'])).toEqual(['nested.deep.b']);
    expect(mapLeaves({ states }, ['nested.a', 'regions.middle'])).toEqual(['regions.left.on', 'regions.middle']);
  });
});
