import type { Announcement } from '@zhiheng/contracts';
import { ZhihengError } from '@zhiheng/kernel';
import type { Pack } from '@zhiheng/messaging';
import type { Stage } from './messaging-backends.js';
import { anAnnouncement, announcements, CONSUMER, until } from './messaging-world.js';

/** What messaging promises, however the announcements reach their handlers. */
export function messagingPromises({ test, world }: Stage): void {
  test('every announcement is handled, and takes effect once', async () => {
    await world(async (w) => {
      const all = announcements(300, 2);
      await w.announce(all);
      await w.consumer({ handle: w.takeEffect });
      w.relay().start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(all.length);
    });
  });

  test('what is committed while the relay is awake goes out without waiting for a sweep', async () => {
    await world(async (w) => {
      await w.consumer({ handle: w.takeEffect });
      const relay = w.relay({ sweepEveryMs: 3_600_000 });
      relay.start();
      for (const procedure of [1, 2, 3]) {
        await w.announce([anAnnouncement(procedure)]);
        relay.wake();
        await until('it is handled', async () => (await w.effects()).length === procedure);
      }
    });
  });

  test('what its committer hands over goes out without being claimed', async () => {
    await world(async (w) => {
      await w.consumer({ handle: w.takeEffect });
      const relay = w.relay({ sweepEveryMs: 3_600_000 });
      const rows = await w.handOver(announcements(300, 2));
      relay.carry(rows.slice(0, 200));
      relay.carry(rows.slice(200));
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(600);
    });
  });

  test('what was handed over to a process that died is sent by another after its lease', async () => {
    await world(async (w) => {
      await w.handOver(announcements(20));
      await w.consumer({ handle: w.takeEffect });
      w.relay({ leaseMs: 300 }).start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(20);
    });
  });

  test('a relay that is stopped gives back what it was handed and has not sent', async () => {
    await world(async (w) => {
      const rows = await w.handOver(announcements(20));
      const stopped = w.relay();
      await stopped.stop();
      stopped.carry(rows);
      await until('they are unsent', async () => {
        const { rows: unsent } = await w.pool.query('select 1 from outbox where sent_at is null');
        return unsent.length === 20;
      });
    });
  });

  test('what another delivery has settled meanwhile is not buried', async () => {
    await world(async (w) => {
      await w.announce([anAnnouncement(1)]);
      let tried = 0;
      await w.consumer({
        maxAttempts: 1,
        handle: async () => {
          tried += 1;
          await w.pool.query('delete from outbox');
          throw new ZhihengError('FACTS_UNUSABLE');
        },
      });
      w.relay().start();
      await until('it was tried', async () => tried === 1 && (await w.unhandled()) === 0);
      await w.announce([anAnnouncement(2)]);
      await until('the next one was tried too', async () => tried === 2 && (await w.unhandled()) === 0);
      expect(await w.letters.list()).toEqual([]);
    });
  });

  test('announcements of one procedure are handled in their order, by two consumers, although some fail at first', async () => {
    await world(async (w) => {
      const failed = new Set<string>();
      const handle = async (announcement: Announcement): Promise<void> => {
        const { instanceId, seq } = announcement.source;
        if (seq % 4 === 1 && !failed.has(`${instanceId} ${seq}`)) {
          failed.add(`${instanceId} ${seq}`);
          throw new Error('not this time');
        }
        await w.takeEffect(announcement);
      };
      await w.announce(announcements(12, 20));
      await w.consumer({ handle });
      await w.consumer({ handle, queues: await w.openQueues() });
      w.relay({ pack: 8 }).start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      const bySource = new Map<string, number[]>();
      for (const { instanceId, seq } of await w.effects()) bySource.set(instanceId, [...(bySource.get(instanceId) ?? []), seq]);
      const inOrder = Array.from({ length: 20 }, (_, index) => index + 1);
      expect([...bySource.values()]).toEqual(Array.from({ length: 12 }, () => inOrder));
    });
  });

  test('one poisoned announcement goes alone to the dead letters; its 255 neighbours are handled', async () => {
    await world(async (w) => {
      const all = announcements(256);
      const poison = all[100]!;
      await w.announce(all);
      await w.consumer({
        handle: async (announcement) => {
          if (announcement.messageId === poison.messageId)
            throw new ZhihengError('FACTS_UNUSABLE', { expected: 'a producer', found: 'none' });
          await w.takeEffect(announcement);
        },
      });
      w.relay().start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(255);
      const letters = await w.letters.list();
      expect(letters).toEqual([
        expect.objectContaining({
          consumer: CONSUMER,
          messageId: poison.messageId,
          topic: poison.topic,
          code: 'FACTS_UNUSABLE',
          attempts: 1,
          state: 'open',
        }),
      ]);
      expect(letters[0]!.reason).toContain('a producer');
    });
  });

  test('an unknown fault is tried five times before the announcement is buried, and does not bar those after it', async () => {
    await world(async (w) => {
      let tries = 0;
      await w.announce([anAnnouncement(1, 1), anAnnouncement(1, 2)]);
      await w.consumer({
        handle: async (announcement) => {
          if (announcement.source.seq === 1) {
            tries += 1;
            throw new Error(`broken\u0000${'x'.repeat(5_000)}`);
          }
          await w.takeEffect(announcement);
        },
      });
      w.relay().start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(tries).toBe(5);
      expect((await w.effects()).map(({ seq }) => seq)).toEqual([2]);
      expect(await w.letters.list()).toEqual([expect.objectContaining({ code: 'Error', attempts: 5 })]);
    });
  });

  test('an operator retries a letter with corrected facts and drops another, each with who and when', async () => {
    await world(async (w) => {
      await w.announce([anAnnouncement(1), anAnnouncement(2)]);
      await w.consumer({
        handle: async (announcement) => {
          if (announcement.facts['severity'] === 'high') throw new ZhihengError('SEVERITY_UNKNOWN');
          await w.takeEffect(announcement);
        },
      });
      const relay = w.relay();
      relay.start();
      await until('both are buried', async () => (await w.letters.count({ state: 'open' })) === 2);
      const letters = await w.letters.list();
      const [first, second] = [1, 2].map((procedure) =>
        letters.find(({ messageId }) => messageId === anAnnouncement(procedure).messageId),
      );

      await w.letters.retry(first!.id, { by: 'wang', announcement: { ...anAnnouncement(1), facts: { severity: 'severe' } } });
      await w.letters.drop(second!.id, { by: 'li', why: '重复通告' });
      await until('the corrected one is handled', async () => (await w.unhandled()) === 0);

      expect((await w.effects()).map(({ messageId }) => messageId)).toEqual([anAnnouncement(1).messageId]);
      const retried = await w.letters.show(first!.id);
      expect(retried).toMatchObject({
        state: 'retried',
        settledBy: 'wang',
        acts: [{ act: 'retried', by: 'wang', announcementBefore: expect.stringContaining('"high"') }],
      });
      expect(await w.letters.show(second!.id)).toMatchObject({
        state: 'dropped',
        settledBy: 'li',
        settledWhy: '重复通告',
        settledAt: expect.any(String),
      });
      await expect(w.letters.drop(second!.id, { by: 'wang', why: 'again' })).rejects.toMatchObject({
        code: 'DEAD_LETTER_SETTLED',
      });
      await expect(w.letters.retry(first!.id, { by: 'li' })).rejects.toMatchObject({ code: 'DEAD_LETTER_SETTLED' });
      await expect(w.letters.show('999')).rejects.toMatchObject({ code: 'DEAD_LETTER_UNKNOWN' });
    });
  });

  test('a letter that fails again is open again and remembers who had tried', async () => {
    await world(async (w) => {
      await w.announce([anAnnouncement(1)]);
      await w.consumer({ handle: async () => Promise.reject(new ZhihengError('STILL_WRONG')) });
      w.relay().start();
      await until('it is buried', async () => (await w.letters.count({ state: 'open' })) === 1);
      const [letter] = await w.letters.list();
      await expect(w.letters.retry(letter!.id, { by: 'wang', announcement: anAnnouncement(2) })).rejects.toMatchObject({
        code: 'DEAD_LETTER_MESSAGE_CHANGED',
      });
      await w.letters.retry(letter!.id, { by: 'wang' });
      await until(
        'it is buried again',
        async () => (await w.unhandled()) === 0 && (await w.letters.count({ state: 'open' })) === 1,
      );
      expect(await w.letters.show(letter!.id)).toMatchObject({
        id: letter!.id,
        state: 'open',
        acts: [{ act: 'retried', by: 'wang' }],
      });
    });
  });

  test('what waits in a slow queue beyond its lease is not sent a second time', async () => {
    await world(async (w) => {
      const handled: string[] = [];
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await w.announce(announcements(40));
      await w.consumer({
        concurrency: 1,
        handle: async (announcement) => {
          await held;
          handled.push(announcement.messageId);
        },
      });
      const relay = w.relay({ pack: 10, leaseMs: 1_000, sweepEveryMs: 3_600_000 });
      relay.start();
      await until(
        'all are sent',
        async () => (await w.pool.query('select 1 from outbox where sent_at is null')).rowCount === 0,
      );
      await until(
        'the lease is over',
        async () => (await w.pool.query(`select 1 from outbox where sent_at < now() - interval '1100 ms'`)).rowCount === 40,
      );
      const sentAgain = await relay.sweep();
      release();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(sentAgain).toBe(0);
      expect(handled).toHaveLength(40);
    });
  });

  test('two relays and two consumers send and handle nothing twice', async () => {
    await world(async (w) => {
      const all = announcements(500, 2);
      const handled: string[] = [];
      const handle = async (announcement: Announcement): Promise<void> => {
        handled.push(announcement.messageId);
        await w.takeEffect(announcement);
      };
      await w.announce(all);
      const others = await w.openQueues();
      await w.consumer({ handle });
      await w.consumer({ handle, queues: others });
      w.relay({ pack: 16 }).start();
      w.relay({ pack: 16, queues: others }).start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(all.length);
      expect(handled).toHaveLength(all.length);
    });
  });

  test('a handler that fails twice in passing is called a third time', async () => {
    await world(async (w) => {
      let tries = 0;
      await w.announce([anAnnouncement(1)]);
      await w.consumer({
        maxAttempts: 2,
        handle: async (announcement) => {
          tries += 1;
          if (tries < 3) throw new ZhihengError('REGISTER_BUSY', { retry: 'later' });
          await w.takeEffect(announcement);
        },
      });
      w.relay().start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(tries).toBe(3);
      expect(await w.effects()).toHaveLength(1);
      expect(await w.letters.count()).toBe(0);
    });
  });

  test('a job that is no pack is set aside, and the worker goes on', async () => {
    await world(async (w) => {
      await w.consumer({ handle: w.takeEffect });
      const garbage = [{ nonsense: true }, { envelopes: [{ outboxId: '1; drop table outbox' }] }] as unknown as readonly Pack[];
      await w.queues.queue(CONSUMER).addAll(garbage);
      await until('both are set aside', async () => (await w.queues.queue(CONSUMER).counts()).failed === 2);
      await w.announce([anAnnouncement(1)]);
      w.relay().start();
      await until('the announcement is handled', async () => (await w.effects()).length === 1);
      expect(w.log.filter(({ event }) => event === 'consumer.pack-unreadable')).toHaveLength(2);
    });
  });

  test('an announcement that cannot be read is buried by itself', async () => {
    await world(async (w) => {
      await w.announce([anAnnouncement(1)]);
      await w.pool.query(`insert into outbox (consumer, announcement) values ($1, '{"topic": "x"'), ($1, '{"topic": "x"}')`, [
        CONSUMER,
      ]);
      await w.consumer({ handle: w.takeEffect });
      w.relay().start();
      await until('the outbox is empty', async () => (await w.unhandled()) === 0);
      expect(await w.effects()).toHaveLength(1);
      expect((await w.letters.list()).map(({ code }) => code)).toEqual(['ANNOUNCEMENT_UNREADABLE', 'ANNOUNCEMENT_UNREADABLE']);
    });
  });

  test('stopping finishes what is in hand and leaves the rest in the outbox', async () => {
    await world(async (w) => {
      const begun: string[] = [];
      let proceed: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        proceed = resolve;
      });
      await w.announce(announcements(100));
      const consumer = await w.consumer({
        concurrency: 1,
        handle: async (announcement) => {
          begun.push(announcement.messageId);
          await gate;
          await w.takeEffect(announcement);
        },
      });
      const relay = w.relay({ pack: 10 });
      relay.start();
      await until('the first pack is in hand', async () => begun.length === 10);
      const stopped = Promise.all([relay.stop(), consumer.stop()]);
      proceed();
      await stopped;
      expect(new Set((await w.effects()).map(({ messageId }) => messageId))).toEqual(new Set(begun));
      expect(await w.unhandled()).toBe(100 - begun.length);
    });
  });
}
