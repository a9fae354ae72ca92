import type { InstanceId } from '@zhiheng/kernel';
import type { Live } from './apply-event.js';
import { LiveCache } from './live-cache.js';

const live = (id: string, seq = 1, status = 'active'): Live =>
  ({ instanceId: id, seq, snapshot: { status } }) as unknown as Live;
const known = (cache: LiveCache, ...ids: readonly string[]): readonly string[] =>
  ids.filter((id) => cache.get(id as InstanceId) !== undefined);

describe('the cache of procedures', () => {
  it('holds no more than its capacity and lets go of the one that was not used for longest', () => {
    const cache = new LiveCache(2);
    cache.set(live('a'));
    cache.set(live('b'));
    cache.get('a' as InstanceId);
    cache.set(live('c'));

    expect(known(cache, 'a', 'b', 'c')).toEqual(['a', 'c']);
  });

  it('keeps the latest of a procedure and counts it once', () => {
    const cache = new LiveCache(2);
    for (const one of [live('a', 1), live('b', 1), live('a', 2)]) cache.set(one);
    cache.set(live('c'));

    expect(known(cache, 'a', 'b', 'c')).toEqual(['a', 'c']);
    expect(cache.get('a' as InstanceId)?.seq).toBe(2);
  });

  it('forgets what is closed and what it is told to forget', () => {
    const cache = new LiveCache(8);
    cache.set(live('a'));
    cache.set(live('a', 2, 'done'));
    cache.set(live('b'));
    cache.evict('b' as InstanceId);

    expect(known(cache, 'a', 'b')).toEqual([]);
  });
});
