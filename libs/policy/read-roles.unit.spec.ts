import { PERSON_ROLES } from '@zhiheng/policy';
import { aConfig, faultsOf } from '@zhiheng/policy/testing';

const line = (role: string, changes = ''): string =>
  `  ${role}: { title: { zh: 身份, en: Role }, permissions: [procedures.read], reads: all${changes} }\n`;
const roles = (write: (role: string) => string): Readonly<Record<string, string>> => ({
  'config/roles.yaml': `roles:\n${PERSON_ROLES.map(write).join('')}`,
});

describe('config/roles.yaml', () => {
  it('gives every role of a person its rights', () => {
    const config = aConfig(roles((role) => (role === 'laboratory' ? line(role).replace('all', '[inspection]') : line(role))));
    expect(config.roles.laboratory).toEqual({
      title: { zh: '身份', en: 'Role' },
      permissions: ['procedures.read'],
      reads: ['inspection'],
    });
    expect(config.places.reads).toMatchObject([{ role: 'laboratory', workflow: 'inspection' }]);
  });

  it.each([
    ['a role that is missing', roles((role) => (role === 'head' ? '' : line(role))), 'head'],
    ['an unknown permission', roles((role) => line(role).replace('procedures.read', 'procedures.rule')), 'procedures.rule'],
    ['a role that no person holds', roles((role) => line(role) + (role === 'head' ? line('system') : '')), 'system'],
  ])('names the place of %s', (_title, files, found) => {
    const [fault] = faultsOf(files);
    expect(fault).toMatchObject({ file: 'config/roles.yaml', line: expect.any(Number) as number });
    expect(JSON.stringify(fault)).toContain(found);
  });
});
