import { LIVE_CHANNEL } from '@zhiheng/platform';
import { openDatabase } from '@zhiheng/persistence';
import { withPostgres } from '@zhiheng/persistence/testing';
import { startTcpProxy } from '../../../../test/chaos/world/tcp-proxy.js';
import { waitFor } from '../../../../test/e2e/wait-for.js';
import { LiveFeed } from './live-feed.js';

// Many times what a busy machine needs for an answer: a line that only is slow must not pass for a lost one.
const SOON_MS = 2_000;
const LIMIT_MS = 300_000;
const ID = '4edc9d4d-3da2-8523-9811-e843da9f10e7';

it(
  'a feed whose line is lost without a word says so, and hears again over another one',
  () =>
    withPostgres(async ({ url, pool }) => {
      const address = new URL(url);
      const wire = await startTcpProxy({ port: Number(address.port) });
      address.port = String(wire.port);
      const database = await openDatabase({ url: address.href, answerWithinMs: SOON_MS });
      const feed = new LiveFeed(database.pool, SOON_MS);
      const heard: string[] = [];
      await feed.listen({ moved: (ids) => heard.push(...ids), resumed: () => heard.push('resumed') });

      wire.set('forgotten');
      wire.set('open');
      await waitFor(() => heard.includes('resumed'), { what: 'the feed says that it had lost its line' });
      // Again and again: a line that was slow may have been given up once more.
      await waitFor(
        async () => {
          await pool.query('select pg_notify($1, $2)', [LIVE_CHANNEL, JSON.stringify([ID])]);
          return heard.includes(ID);
        },
        { what: 'the feed hears again' },
      );

      feed.close();
      await database.close();
      await wire.close();
    }),
  LIMIT_MS,
);
