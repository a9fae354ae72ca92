import type { Actor, Role } from './actor.js';
import { covers, levelOf, prefixOf, rolesIn } from './area.js';

const ZHONGSHAN = '442000';
const place = { jurisdiction: ZHONGSHAN, subject: { id: 'uscc:1' } };
const actor = (role: Role, more: Partial<Actor> = {}): Actor => ({ id: 'a', roles: [role], ...more });

describe('an administrative division (GB/T 2260)', () => {
  it.each([
    ['000000', 'nation', ''],
    ['440000', 'province', '44'],
    ['442000', 'city', '4420'],
    ['440605', 'county', '440605'],
  ])('%s is of the level %s and covers what begins with "%s"', (area, level, prefix) => {
    expect({ level: levelOf(area), prefix: prefixOf(area) }).toEqual({ level, prefix });
  });

  it('covers itself and what lies within, and nothing beside or above', () => {
    expect(['440000', '442000', '440605', '330000', '000000'].map((division) => covers('440000', division))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('the roles that somebody holds towards a procedure', () => {
  it.each(['inspector', 'case-handler', 'reviewer', 'head', 'publisher'] as const)(
    'a %s acts for the bureau that has the case, and for no other',
    (role) => {
      const areas = [ZHONGSHAN, '440000', '440100', '442001', '000000'];
      expect(areas.filter((area) => rolesIn(actor(role, { area }), place).length > 0)).toEqual([ZHONGSHAN]);
    },
  );

  it('the level above acts as such only from above', () => {
    const areas = ['000000', '440000', ZHONGSHAN, '330000'];
    expect(areas.filter((area) => rolesIn(actor('upper-bureau', { area }), place).length > 0)).toEqual(['000000', '440000']);
  });

  it('a party speaks for itself, wherever it is', () => {
    expect(rolesIn(actor('party', { area: '330000', subjectId: 'uscc:1' }), place)).toEqual(['party']);
    expect(rolesIn(actor('party', { area: ZHONGSHAN, subjectId: 'uscc:2' }), place)).toEqual([]);
    expect(rolesIn(actor('party', { area: ZHONGSHAN }), place)).toEqual([]);
  });

  it('who speaks for a party holds no office by it', () => {
    expect(rolesIn({ id: 'a', roles: ['party', 'head'], subjectId: 'uscc:1' }, place)).toEqual(['party']);
  });

  it('the system and the operator are bound to no place', () => {
    expect(rolesIn(actor('system'), place)).toEqual(['system']);
    expect(rolesIn(actor('head'), place)).toEqual(['head']);
  });
});
