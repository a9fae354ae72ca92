import pg from 'pg';

const WORDING = 'Query read timeout';

/**
 * A connection on which somebody waited for an answer in vain (`query_timeout`) is of no more use: its other end may be lost, or the answer
 * comes when the next one asks. node-postgres gives up the statement only; this client gives up the connection as well, so that no pool
 * hands it out again.
 */
export class AnsweringClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const ask = this.query.bind(this) as (...request: unknown[]) => unknown;
    const query = (...request: unknown[]): unknown => {
      const answer = ask(...request);
      if (answer instanceof Promise) answer.catch((fault: unknown) => this.leaveAfter(fault));
      return answer;
    };
    this.query = query as typeof this.query;
  }

  private leaveAfter(fault: unknown): void {
    if (fault instanceof Error && fault.message === WORDING) this.end().catch(() => undefined);
  }
}
