import { anAnnouncement, announcements, until, withWorld } from './messaging-world.js';
import { withGate } from './gate.js';
import { onBothBackends } from './messaging-backends.js';

onBothBackends('messaging in an outage', ({ kind, backend, test, world }) => {
  test('the queue is lost in mid-flight: everything is handled after the lease', async () => {
    await world(async (w) => {
      const all = announcements(200);
      let lost: Promise<void> | undefined;
      await w.announce(all);
      await w.consumer({
        concurrency: 2,
        handle: async (announcement) => {
          await (lost ??= backend.lose(w));
          await w.takeEffect(announcement);
        },
      });
      w.relay({ pack: 10, leaseMs: 500 }).start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(all.length);
      expect(w.log.map(({ event }) => event)).toContain('relay.sent-again');
      expect(await w.letters.count()).toBe(0);
    });
  });

  test('the database is away for a while: nothing is buried, everything is handled', async () => {
    let shut: () => Promise<void> = async () => undefined;
    let open: () => Promise<void> = async () => undefined;
    let done: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      done = resolve;
    });
    const gated = new Promise<string>((resolve, reject) => {
      withGate(process.env['TEST_DATABASE_URL']!, async (gate) => {
        ({ shut, open } = gate);
        resolve(gate.url);
        await finished;
      }).catch(reject);
    });
    let options: ReturnType<typeof backend.options> | undefined;
    const reach = async (url: string): Promise<string> => {
      const through = new URL(await gated);
      through.pathname = new URL(url).pathname;
      return through.href;
    };
    try {
      await withWorld({ backend: (url) => (options ??= backend.options(url)), reach }, async (w) => {
        const all = announcements(120);
        let cut: Promise<void> | undefined;
        await w.announce(all);
        await w.consumer({
          maxAttempts: 1,
          handle: async (announcement) => {
            await (cut ??= shut());
            await w.takeEffect(announcement);
          },
        });
        w.relay({ pack: 20, leaseMs: 2_000 }).start();
        await until('the consumer has met the outage', async () => w.log.some(({ event }) => event === 'consumer.store-away'));
        await open();
        await until('the outbox is empty', async () => (await w.unhandled().catch(() => -1)) === 0);
        expect(await w.letters.list()).toEqual([]);
        expect(await w.effects()).toHaveLength(all.length);
      });
    } finally {
      done();
    }
  });

  // On PostgreSQL queue and store are one server: its absence is the test before this one.
  if (kind === 'redis') {
    test('the queue server is away for a while: the relay holds what it could not send, and sends it', async () => {
      await withGate(backend.server(), async (gate) => {
        await withWorld({ backend: () => ({ kind: 'redis', url: gate.url, prefix: backend.newPrefix() }) }, async (w) => {
          await w.consumer({ handle: w.takeEffect });
          const relay = w.relay({ leaseMs: 2_000 });
          relay.start();
          await w.announce([anAnnouncement(1)]);
          await until('the first is handled', async () => (await w.effects()).length === 1);
          await gate.shut();
          expect(await w.queues.health()).toMatchObject({ ok: false });
          await w.announce([anAnnouncement(2)]);
          relay.wake();
          await until('the relay has met the outage', async () => w.log.some(({ event }) => event === 'relay.held-up'));
          await gate.open();
          await until('the second is handled', async () => (await w.effects()).length === 2);
          expect(await w.queues.health()).toEqual({ kind: 'redis', ok: true });
        });
      });
    });
  }
});
