import { Catch } from '@nestjs/common';
import type { RpcExceptionFilter } from '@nestjs/common';
import { throwError } from 'rxjs';
import type { Observable } from 'rxjs';

/**
 * Lets the fault of a handler reach the consumer as it was thrown. The filter that Nest has otherwise replaces it by "Internal
 * server error", and the consumer could no longer tell an outage from a poisoned announcement.
 */
@Catch()
export class KeepFaultFilter implements RpcExceptionFilter {
  catch(fault: unknown): Observable<never> {
    return throwError(() => fault);
  }
}
