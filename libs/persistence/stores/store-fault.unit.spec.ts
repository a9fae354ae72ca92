import { ZhihengError } from '@zhiheng/kernel';
import { mapStoreFault } from './store-fault.js';

const coded = (code: string): Error => Object.assign(new Error('what the database said'), { code });

describe('a fault of the database', () => {
  it.each([
    ['08006', 'the connection broke'],
    ['53100', 'the disk is full'],
    ['53300', 'too many connections'],
    ['57P01', 'the server is shut down'],
    ['57P03', 'the server is starting'],
    ['57P05', 'the session was idle for too long'],
    ['57014', 'the statement was cancelled'],
    ['25006', 'the server is read-only while another takes over'],
    ['40001', 'a serialization failure'],
    ['40P01', 'a deadlock'],
    ['ECONNREFUSED', 'nobody listens'],
    ['ECONNRESET', 'the connection was reset'],
    ['EPIPE', 'the connection was closed'],
    ['ETIMEDOUT', 'no answer'],
    ['EAI_AGAIN', 'the name server is away'],
    ['EHOSTUNREACH', 'no way to the host'],
  ])('%s may pass: %s', (code) => {
    expect(mapStoreFault(coded(code))).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retry: 'later',
      found: `${code} what the database said`,
    });
  });

  it('55P03 is told by a code of its own: a lock that was not free concerns the rows that somebody holds, not their neighbours', () => {
    expect(mapStoreFault(coded('55P03'))).toMatchObject({ code: 'STORE_LOCKED', retry: 'later' });
  });

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect', 'Query read timeout'])(
    'without a code, "%s", may pass',
    (message) => {
      expect(mapStoreFault(new Error(message))).toMatchObject({ code: 'STORE_UNAVAILABLE', retry: 'later', found: message });
    },
  );

  it.each([
    ['23505', 'a key that exists'],
    ['23514', 'a check that fails'],
    ['22021', 'a text that cannot be stored'],
    ['42P01', 'a table that does not exist'],
    ['42501', 'a right that is missing'],
    ['ZH001', 'the log is append-only'],
    ['57P04', 'the database was dropped'],
  ])('%s stays: %s', (code) => {
    expect(mapStoreFault(coded(code))).toMatchObject({
      code: 'STORE_REFUSED',
      retry: 'never',
      found: `${code} what the database said`,
    });
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Cannot use a pool after calling end on the pool',
    'timeout exceeded when trying to connect',
  ])('without a code is known by the wording of the driver: %s', (message) => {
    expect(mapStoreFault(new Error(message))).toMatchObject({ code: 'STORE_UNAVAILABLE', retry: 'later', found: message });
  });

  it('of unknown nature stays, keeps its cause and says something', () => {
    const cause = new AggregateError([], '');
    expect(mapStoreFault(cause)).toMatchObject({ code: 'STORE_REFUSED', cause, found: 'AggregateError' });
  });

  it('that was mapped before is left as it is', () => {
    const fault = new ZhihengError('DATABASE_NEWER');
    expect(mapStoreFault(fault)).toBe(fault);
  });
});
