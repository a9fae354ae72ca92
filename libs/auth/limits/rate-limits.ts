import { ZhihengError } from '@zhiheng/kernel';
import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';

/** How often somebody may ask. */
export type Limits = {
  /** Failed sign-ins of one account in a quarter of an hour. */
  readonly loginsPerAccount: number;
  /** Failed sign-ins from one address in a quarter of an hour. */
  readonly loginsPerAddress: number;
  /** Requests to public routes from one address in a minute. */
  readonly publicPerMinute: number;
};

const QUARTER_HOUR = 900;

/** Failed sign-ins, counted in the database: all replicas see the same. */
export class LoginLimits {
  private readonly perAccount: RateLimiterAbstract;
  private readonly perAddress: RateLimiterAbstract;

  constructor(pool: Pool, { loginsPerAccount, loginsPerAddress }: Limits) {
    const store = {
      storeClient: pool,
      schemaName: 'zhiheng',
      tableName: 'login_limit',
      tableCreated: true,
      duration: QUARTER_HOUR,
    };
    this.perAccount = new RateLimiterPostgres({ ...store, keyPrefix: 'account', points: loginsPerAccount });
    this.perAddress = new RateLimiterPostgres({ ...store, keyPrefix: 'address', points: loginsPerAddress });
  }

  /** Takes one from both; each guess is counted before the password is looked at, or many at once would slip through. */
  async take(account: string, address: string): Promise<void> {
    await take(this.perAddress, address);
    await take(this.perAccount, account);
  }

  /** A sign-in that succeeded gives back what it took. */
  async giveBack(account: string, address: string): Promise<void> {
    await Promise.all([this.perAccount.delete(account), this.perAddress.reward(address, 1)]);
  }
}

/** Requests to public routes, counted in the process. */
export class PublicLimits {
  private readonly perAddress: RateLimiterAbstract;

  constructor({ publicPerMinute }: Limits) {
    this.perAddress = new RateLimiterMemory({ keyPrefix: 'public', points: publicPerMinute, duration: 60 });
  }

  take(address: string): Promise<void> {
    return take(this.perAddress, address);
  }
}

/** Throws TOO_MANY_REQUESTS with the seconds to wait. */
async function take(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (fault) {
    if (!(fault instanceof RateLimiterRes)) throw fault;
    const seconds = Math.max(1, Math.ceil(fault.msBeforeNext / 1_000));
    throw new ZhihengError('TOO_MANY_REQUESTS', { expected: { retryAfterSeconds: seconds }, retry: 'later' });
  }
}
