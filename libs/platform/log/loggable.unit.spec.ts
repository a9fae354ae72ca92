import { ZhihengError } from '@zhiheng/kernel';
import { faultFields } from './fault-fields.js';
import { loggable } from './loggable.js';
import { nestLog } from './nest-log.js';

const written = (fault: unknown): string => JSON.stringify(loggable(faultFields(fault)));

/** As node-postgres throws it. */
function databaseFault(code: string, message: string): Error {
  return Object.assign(new Error(message), {
    code,
    detail: 'Failing row contains (1, 欧阳举报, 110101199003078814).',
    where: 'unnamed portal parameter $1 = 欧阳举报',
    table: 'instance',
    constraint: 'instance_state_check',
  });
}

describe('a fault on the log', () => {
  it('names code, table, constraint and place, and quotes no row', () => {
    const line = written(databaseFault('23514', 'new row for relation "instance" violates check constraint'));
    expect(JSON.parse(line)).toMatchObject({ code: '23514', table: 'instance', constraint: 'instance_state_check' });
    expect(line).toContain('loggable.unit.spec');
    expect(line).not.toMatch(/欧阳|1101011990/);
  });

  it('keeps what it says where its code tells of machines', () => {
    const away = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    expect(written(away)).toContain('connect ECONNREFUSED 127.0.0.1:5432');
    expect(written(databaseFault('57P01', 'terminating connection due to administrator command'))).toContain('terminating');
    const store = new ZhihengError('STORE_UNAVAILABLE', { found: '08006 connection failure', retry: 'later' });
    expect(written(store)).toContain('08006 connection failure');
  });

  it('does not say what was expected and found of a fault that may quote people', () => {
    const refused = new ZhihengError('REACTION_REFUSED', { expected: '姓名 欧阳举报', found: '住址 中山市石岐区某路 8 号' });
    const line = written(new Error('处理 欧阳举报 失败\n    at 欧阳举报 (x.ts:1:2)', { cause: refused }));
    expect(line).not.toMatch(/欧阳|石岐/);
    expect(JSON.parse(line)).toMatchObject({ code: 'Error', causes: [{ code: 'REACTION_REFUSED' }] });
  });

  it('of something thrown that is no error says only that', () => {
    expect(loggable(faultFields('欧阳举报'))).toEqual({ code: 'FAULT', reason: expect.not.stringContaining('欧阳') as string });
  });
});

describe('fields of the log', () => {
  it('pass as they are: ids, codes, numbers, lists of them', () => {
    const fields = {
      instanceId: '3fa2b1c0-1111-5222-8333-444455556666',
      at: '2026-03-02T02:00:00.000Z',
      lateMs: 3,
      of: ['a', 'b'],
      on: true,
    };
    expect(loggable(fields)).toEqual(fields);
  });

  it('lose telephones and residents’ numbers, whoever wrote them there', () => {
    expect(loggable({ note: '电话 13800138000，证件 110101199003078814' })).toEqual({ note: '电话 ***，证件 ***' });
  });

  it('hold no error whose own fields would be written out, nothing deep and nothing long', () => {
    const line = JSON.stringify(
      loggable({ fault: databaseFault('23505', 'x'), deep: { a: { b: { c: { d: '欧阳举报' } } } }, long: 'x'.repeat(9_000) }),
    );
    expect(line).not.toContain('欧阳');
    expect(line.length).toBeLessThan(500);
  });
});

describe('Nest’s own errors', () => {
  it('come as events without their text', () => {
    const told: unknown[] = [];
    const log = nestLog((event, fields) => told.push({ event, ...fields }));
    log.error('Cannot read 欧阳举报', 'stack of 欧阳举报', 'ExceptionsHandler');
    log.error(new TypeError('欧阳举报 is not a function'));
    log.warn('not told');
    expect(told).toEqual([
      { event: 'nest.fault', code: 'NEST', scope: 'ExceptionsHandler' },
      expect.objectContaining({ event: 'nest.fault', code: 'TypeError' }),
    ]);
  });
});
