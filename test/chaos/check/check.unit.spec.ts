import { loadConfig } from '@zhiheng/policy-files';
import { check } from './check.js';
import { FALSIFICATIONS } from './falsified.js';
import { honestWorld } from './honest-world.js';

const { rulebook } = await loadConfig();

describe('the checker of the chaos suite', () => {
  it('finds no fault with honest books', () => {
    expect(check(honestWorld(rulebook))).toEqual([]);
  });

  it.each(FALSIFICATIONS.map((one) => [one.name, one] as const))('sees it when %s', (_name, { promise, of }) => {
    const falsified = of(honestWorld(rulebook));
    expect(falsified).toBeDefined();
    expect(check(falsified!).map((violation) => violation.promise)).toContain(promise);
  });
});
