import { migrations } from './migrations.js';

describe('the migrations', () => {
  it('run in the order of their time stamps, each of its own', () => {
    const stamps = migrations.map(({ name }) => Number(name.slice(-13)));
    expect(stamps).toEqual([...new Set(stamps)].sort((a, b) => a - b));
  });
});
