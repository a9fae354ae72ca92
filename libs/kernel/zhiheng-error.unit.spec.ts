import { ZhihengError } from '@zhiheng/kernel';

describe('ZhihengError', () => {
  it('says code, what was expected and what was found, and keeps its cause', () => {
    const cause = new Error('socket closed');
    const fault = new ZhihengError('QUEUE_UNREACHABLE', {
      expected: 'redis on 6379',
      found: { refused: true },
      retry: 'later',
      cause,
    });
    expect(fault.message).toBe('QUEUE_UNREACHABLE; expected: redis on 6379; found: {"refused":true}');
    expect(fault).toMatchObject({ code: 'QUEUE_UNREACHABLE', retry: 'later', cause, name: 'ZhihengError' });
  });

  it('is final unless it says otherwise', () => {
    expect(new ZhihengError('X').retry).toBe('never');
    expect(new ZhihengError('X').message).toBe('X');
  });
});
