import { loadConfig } from '@zhiheng/policy-files';
import { check } from './check.js';
import { FALSIFICATIONS } from './falsified.js';
import { honestWorld } from './honest-world.js';

const { rulebook } = await loadConfig();

describe('the checker of the chaos suite', () => {
  it('finds no fault with honest books', () => {
    expect(check(honestWorld(rulebook))).toEqual([]);
  });

  it('asks nothing of a run that ended because its clock started again', () => {
    const honest = honestWorld(rulebook);
    const log = honest.evidence.log.map(({ entry, recordedAt }) => {
      const generation = entry.seq === 1 ? 1 : 2;
      const started = honest.evidence.log[0]!.entry.clocks![0]!;
      const dueAt = (generation === 1 ? started.dueAt : '2040-01-01T00:00:00.000Z') as typeof started.dueAt;
      return entry.workflow === 'recall' && (entry.seq === 1 || entry.seq === 2)
        ? {
            entry: { ...entry, clocks: [...(entry.clocks ?? []), { ...started, name: 'progressDue', generation, dueAt }] },
            recordedAt,
          }
        : { entry, recordedAt };
    });
    expect(check({ ...honest, evidence: { ...honest.evidence, log } })).toEqual([]);
  });

  it.each(FALSIFICATIONS.map((one) => [one.name, one] as const))('sees it when %s', (_name, { promise, of }) => {
    const falsified = of(honestWorld(rulebook));
    expect(falsified).toBeDefined();
    expect(check(falsified!).map((violation) => violation.promise)).toContain(promise);
  });
});
