import { ZhihengError } from '@zhiheng/kernel';
import type { EmbeddedPostgresError } from '../../tools/embedded-postgres.mjs';

/** A fault of the embedded database (`PG_…` codes). Its message is for the person at the terminal, Chinese first. */
export class EmbeddedPostgresFault extends ZhihengError {
  constructor(cause: EmbeddedPostgresError) {
    const { code, expected, found, retry, message } = cause;
    super(code, { expected, found, retry, cause });
    this.name = 'EmbeddedPostgresFault';
    this.message = message;
  }
}
