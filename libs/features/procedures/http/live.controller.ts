import { Controller, Inject, Sse } from '@nestjs/common';
import type { MessageEvent, OnModuleDestroy } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires } from '@zhiheng/auth';
import type { Principal } from '@zhiheng/auth';
import type { InstanceId } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import { DATABASE } from '@zhiheng/platform';
import { Observable, Subject, concatMap, from, interval, map, merge, mergeMap, of, takeUntil, timer } from 'rxjs';
import type { Subscriber } from 'rxjs';
import { readChanges } from '../live/live-changes.js';
import { LiveFeed } from '../live/live-feed.js';

const HEARTBEAT_MS = 15_000;
// The line ends now and then and the client comes back: whether it still may is asked again then.
const LONGEST_MS = 10 * 60_000;
const RECONNECT_MS = 2_000;

type Signal = { readonly ids: readonly InstanceId[] } | 'ready' | 'resumed';

/** Tells open lists what moves. A list reads again what it shows when the line opens, and after `resumed`. */
@ApiTags('procedures 程序')
@Controller('api/live')
@Requires('procedures.read')
export class LiveController implements OnModuleDestroy {
  private readonly feed: LiveFeed;
  private readonly ended = new Subject<void>();

  constructor(@Inject(DATABASE) private readonly database: Database) {
    this.feed = new LiveFeed(database.pool);
  }

  onModuleDestroy(): void {
    this.ended.next();
    this.feed.close();
  }

  @Sse()
  @ApiOperation({
    summary: '实时变动（SSE）：procedure.changed，仅限本人可以查看的程序 What moves, of what the caller may read',
  })
  @ApiProduces('text/event-stream')
  changes(@CurrentPrincipal() { scope }: Principal): Observable<MessageEvent> {
    const heartbeat = interval(HEARTBEAT_MS).pipe(map((): MessageEvent => ({ type: 'heartbeat', data: {} })));
    const changes = this.signals().pipe(
      concatMap((signal) => (typeof signal === 'string' ? of([notice(signal)]) : this.changed(signal.ids, scope))),
      mergeMap((events) => from(events)),
    );
    return merge(heartbeat, changes).pipe(takeUntil(merge(this.ended, timer(LONGEST_MS))));
  }

  private async changed(ids: readonly InstanceId[], scope: Principal['scope']): Promise<readonly MessageEvent[]> {
    try {
      const changes = await readChanges(this.database, ids, scope);
      return changes.map((data): MessageEvent => ({ type: 'procedure.changed', data }));
    } catch {
      // What moved cannot be read just now: the list is told to read again.
      return [notice('resumed')];
    }
  }

  private signals(): Observable<Signal> {
    return new Observable((subscriber: Subscriber<Signal>) => {
      const leaving = this.feed.listen({
        moved: (ids) => subscriber.next({ ids }),
        resumed: () => subscriber.next('resumed'),
      });
      void leaving.then(() => subscriber.next('ready'));
      return () => void leaving.then((leave) => leave());
    });
  }
}

function notice(type: 'ready' | 'resumed'): MessageEvent {
  return { type, data: {}, retry: RECONNECT_MS };
}
