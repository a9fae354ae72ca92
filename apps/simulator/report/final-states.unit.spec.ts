import { finalStates, missing } from './final-states.js';

describe('the ends of the workflows', () => {
  it('are read from the workflows themselves', () => {
    expect(finalStates()).toEqual({
      inspection: ['closed'],
      enforcement: ['closed', 'revoked'],
      interview: ['closed'],
      recall: ['closed', 'noDefect', 'passedOn'],
      blacklist: ['notListed', 'dropped', 'removed', 'cancelled'],
    });
  });

  it('are missed by name', () => {
    const reached = Object.fromEntries(Object.entries(finalStates()).map(([name, states]) => [name, new Set(states)]));
    reached['blacklist']!.delete('dropped');

    expect(missing(reached)).toEqual(['blacklist: dropped']);
  });
});
