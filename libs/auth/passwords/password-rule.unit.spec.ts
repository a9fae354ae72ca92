import { checkPassword, passwordFault } from './password-rule.js';

describe('a password', () => {
  it.each([
    ['shorter than ten characters', 'aB3$efgh9'],
    ['the account with a digit', 'handler-1handler-1'],
    ['among the most common', 'Password123'],
    ['a few characters repeated', 'ababababab'],
    ['longer than any person types', 'aB3$'.repeat(51)],
  ])('is refused when it is %s', (_why, password) => {
    expect(passwordFault(password, 'handler-1')).toMatch(/[\u4e00-\u9fff]/);
  });

  it('may be a sentence in Chinese', () => {
    expect(passwordFault('春风又绿江南岸明月何时', 'handler-1')).toBeUndefined();
  });

  it('never stands in the fault', () => {
    expect(() => checkPassword('geheim', 'handler-1')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('geheim') as string }) as Error,
    );
  });
});
