import { randomFrom } from '@zhiheng/sample-data';
import { allWorkflows } from '@zhiheng/workflows';
import { planStrikes } from '../run/schedule.js';
import { commandsOf } from './commands.js';
import type { Planned } from './commands.js';
import { planWalk } from './walk.js';

const fault = (name: string) => ({ name, holdMs: 0, inflict: () => Promise.resolve(), heal: () => Promise.resolve() });
const FAULTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(fault);

/** What a sender with this seed would send for the first twenty-five walks. */
function sentWith(seed: string): readonly Planned[] {
  const random = randomFrom(seed);
  return Array.from({ length: 25 }, (_, turn) => {
    const name = `walk-${turn}`;
    const walk = planWalk(allWorkflows[turn % allWorkflows.length]!, random, { on: '2026-03-02', name });
    return commandsOf(walk, random, name);
  }).flat();
}

describe('the seed of a round', () => {
  it('decides every command, and another seed others', () => {
    expect(sentWith('one')).toEqual(sentWith('one'));
    expect(sentWith('two')).not.toEqual(sentWith('one'));
  });

  it('decides order and moments of the faults; each comes once', () => {
    const strikes = planStrikes(FAULTS, randomFrom('one'));
    expect(planStrikes(FAULTS, randomFrom('one'))).toEqual(strikes);
    expect(planStrikes(FAULTS, randomFrom('two'))).not.toEqual(strikes);
    expect(strikes.map(({ fault: { name } }) => name).sort()).toEqual(FAULTS.map(({ name }) => name));
  });
});

describe('the load', () => {
  const sent = sentWith('one');

  it('opens procedures of every workflow and sends everything that careless and hostile senders send', () => {
    const opened = sent.filter(({ intent }) => intent === 'open').map(({ body }) => (body as { workflow: string }).workflow);
    expect([...new Set(opened)].sort()).toEqual(allWorkflows.map(({ name }) => name).sort());
    expect([...new Set(sent.map(({ intent }) => intent))].sort()).toEqual([
      'advance',
      'malformed',
      'open',
      'reused-key',
      'stale',
      'unknown-procedure',
      'wrong-role',
    ]);
    expect(
      sent.some(({ twin }) => twin) && sent.some(({ repeated }) => repeated) && sent.some(({ stubborn }) => !stubborn),
    ).toBe(true);
  });

  it('gives every command an identity of its own, but for those that take the key of another', () => {
    const own = sent.filter(({ intent }) => intent !== 'reused-key').map(({ messageId }) => messageId);
    expect(new Set(own).size).toBe(own.length);
  });
});
