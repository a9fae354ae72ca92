import { CacheTrust } from './cache-trust.js';

const answers = (trust: CacheTrust, batches: number): readonly boolean[] =>
  Array.from({ length: batches }, () => trust.holds());

describe('trust in what is in memory', () => {
  it('holds where nobody else moves the procedures, and through a single conflict', () => {
    const trust = new CacheTrust();
    expect(answers(trust, 3)).toEqual([true, true, true]);
    trust.learn({ decided: 10, old: 5 });
    expect(trust.holds()).toBe(true);
  });

  it('ends where most turn out to be old; then memory is asked one time in sixteen', () => {
    const trust = new CacheTrust();
    for (let batch = 0; batch < 3; batch++) trust.learn({ decided: 64, old: 60 });
    expect(answers(trust, 32).filter(Boolean)).toHaveLength(2);
  });

  it('comes back when what is asked proves current', () => {
    const trust = new CacheTrust();
    for (let batch = 0; batch < 10; batch++) trust.learn({ decided: 64, old: 64 });
    for (let batch = 0; batch < 10; batch++) trust.learn({ decided: 64, old: 0 });
    expect(answers(trust, 5)).toEqual([true, true, true, true, true]);
  });

  it('learns nothing from a batch that was not decided from memory', () => {
    const trust = new CacheTrust();
    trust.learn({ decided: 0, old: 0 });
    expect(trust.holds()).toBe(true);
  });
});
