import { NestFactory } from '@nestjs/core';
import type { Type } from '@nestjs/common';
import type { Announcement } from '@zhiheng/contracts';
import { ZhihengError } from '@zhiheng/kernel';
import { ConsumerOf, OnEveryEvent, OnEvent, QueueStrategy, subscriptionsOf } from './index.js';

const announced = (topic: string): Announcement => ({ topic }) as Announcement;

/** A context's handlers in Nest, and its consumer in our hand. */
async function aService(context: string, ...controllers: readonly Type[]) {
  let handle: (announcement: Announcement) => Promise<void> = async () => undefined;
  const seen: string[] = [];
  const strategy = new QueueStrategy({
    context,
    open: (given) => {
      handle = given;
      return {
        start: async () => void seen.push('started'),
        stop: async () => void seen.push('stopped'),
        isTaking: () => true,
      };
    },
  });
  const service = await NestFactory.createMicroservice(
    { module: class TestModule {}, controllers: [...controllers] },
    { strategy, logger: false },
  );
  await service.listen();
  return { deliver: (topic: string) => handle(announced(topic)), seen, close: () => service.close() };
}

describe('the transport of a context', () => {
  const got: string[] = [];
  beforeEach(() => got.splice(0));

  @ConsumerOf('publicity')
  class Listings {
    @OnEvent('blacklist.published', 'blacklist.removed')
    async onListing({ topic }: Announcement): Promise<void> {
      got.push(`listing ${topic}`);
    }

    @OnEveryEvent()
    async onAnything({ topic }: Announcement): Promise<void> {
      got.push(`anything ${topic}`);
    }
  }

  @ConsumerOf('enforcement')
  class Cases {
    @OnEvent('blacklist.published')
    async onListing(): Promise<void> {
      got.push('case');
    }
  }

  it('hands an announcement to the handlers of its topic and to those of every topic', async () => {
    const { deliver } = await aService('publicity', Listings);

    await deliver('blacklist.published');
    await deliver('recall.ordered');

    expect(got.sort()).toEqual(['anything blacklist.published', 'anything recall.ordered', 'listing blacklist.published']);
  });

  it('hands nothing to handlers of another context in the same process', async () => {
    const { deliver } = await aService('enforcement', Listings, Cases);

    await deliver('blacklist.published');

    expect(got).toEqual(['case']);
  });

  it('gives the fault of a handler back as it was thrown', async () => {
    const fault = new ZhihengError('REGISTER_BUSY', { retry: 'later' });
    @ConsumerOf('publicity')
    class Failing {
      @OnEvent('blacklist.published')
      async onListing(): Promise<void> {
        throw fault;
      }
    }
    const { deliver } = await aService('publicity', Failing);

    await expect(deliver('blacklist.published')).rejects.toBe(fault);
  });

  it('waits for the other handlers before it gives a fault back', async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    @ConsumerOf('publicity')
    class Two {
      @OnEvent('blacklist.published')
      async fails(): Promise<void> {
        throw new Error('first');
      }

      @OnEvent('blacklist.published')
      async works(): Promise<void> {
        await finished;
        got.push('worked');
      }
    }
    const { deliver } = await aService('publicity', Two);

    const delivery = deliver('blacklist.published').catch((fault: Error) => got.push(fault.message));
    finish();
    await delivery;

    expect(got).toEqual(['worked', 'first']);
  });

  it('starts and stops its consumer with the service', async () => {
    const { seen, close } = await aService('publicity', Listings);

    await close();

    expect(seen).toEqual(['started', 'stopped']);
  });

  it('says what its consumers subscribe to without making one', () => {
    expect(subscriptionsOf([Listings, Cases])).toEqual([
      { context: 'publicity', topics: ['blacklist.published', 'blacklist.removed'] },
      { context: 'enforcement', topics: ['blacklist.published'] },
    ]);
    expect(() => subscriptionsOf([class Stray {}])).toThrow('CONSUMER_WITHOUT_CONTEXT');
  });

  it('does not compile for a topic that nothing announces', () => {
    // @ts-expect-error the workflow announces "published"
    expect(OnEvent('blacklist.publishd')).toBeInstanceOf(Function);
  });
});
