import { allWorkflows } from '@zhiheng/workflows';
import { loadLaw } from './law.js';

describe('the configuration of this release', () => {
  it('fits its workflows: every policy key has a value without gaps, every rule names a topic, a workflow and an event that exist', async () => {
    const law = await loadLaw(allWorkflows);

    expect(law.config.jurisdictions.map(({ code }) => code)).toContain('442000');
    expect(law.registry.all().map(({ name }) => name)).toEqual([
      'inspection',
      'enforcement',
      'interview',
      'recall',
      'blacklist',
    ]);
  });

  it('refuses to start without one of its workflows, and says which rules then lead nowhere', async () => {
    const loading = loadLaw(allWorkflows.filter(({ name }) => name !== 'interview'));

    await expect(loading).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      found: expect.stringMatching(/rulebook\.yaml:\d+:\d+ .*interview/) as string,
    });
  });
});
