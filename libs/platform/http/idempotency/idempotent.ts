import { HttpException, Inject, Injectable, SetMetadata, UseInterceptors, applyDecorators } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import { ZhihengError, sha256 } from '@zhiheng/kernel';
import type { Database } from '@zhiheng/persistence';
import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { catchError, from, mergeMap, of } from 'rxjs';
import type { Observable } from 'rxjs';
import { DATABASE } from '../../nest/tokens.js';
import { problemOfError } from '../problem.js';
import { checkWellFormed } from '../well-formed.pipe.js';
import { IdempotencyStore, checkKey, keyReused, underWay } from './idempotency-store.js';
import type { Claim, KeyedRequest } from './idempotency-store.js';

const MODE = 'zhiheng:idempotent';

/** `replay`: the first answer is kept and sent again. `fence`: only the key is bound to its request; the engine remembers what came of it. */
type Mode = 'replay' | 'fence';

/**
 * The command may carry an Idempotency-Key: repeated with the same key it is carried out once, and another request under the same key
 * is refused (422 IDEMPOTENCY_KEY_REUSED). Keys belong to the account that sends them. On a route that takes uploads it stands above the
 * interceptor that reads them: decorators further down run first, and the request is known by its content.
 */
export function Idempotent(mode: Mode = 'replay'): MethodDecorator {
  return applyDecorators(
    SetMetadata(MODE, mode),
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: '同一账户以同一键值重复提交只办理一次 the same key of the same account is carried out once',
    }),
  );
}

type SignedInRequest = Request & {
  readonly principal?: { readonly actor: { readonly id: string } };
  /** Of its key, where that was claimed when its sender was found. */
  readonly claim?: Claim;
  readonly file?: { readonly buffer?: Buffer; readonly originalname?: string };
};

/**
 * The key of a request to a `fence` route, for whoever finds its sender: to claim it in the same statement saves a round trip. The key of
 * another route is claimed later, by a statement of its own: what the request asks for may not have been read yet. Throws REQUEST_INVALID.
 */
export function keyToClaim(route: object, request: Request): KeyedRequest | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined || Reflect.getMetadata(MODE, route) !== ('fence' satisfies Mode)) return undefined;
  return { key: checkKey(String(header)), requestHash: hashOf(request) };
}

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly store: IdempotencyStore;

  constructor(
    @Inject(DATABASE) database: Database,
    private readonly reflector: Reflector,
  ) {
    this.store = new IdempotencyStore(database.pool);
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    const header = request.headers['idempotency-key'];
    if (header === undefined) return next.handle();
    const key = checkKey(String(header));
    const account = request.principal?.actor.id ?? '';
    const mode = this.reflector.get<Mode>(MODE, context.getHandler());
    const claim =
      request.claim ??
      (await this.store.claim(account, [{ key, requestHash: hashOf(request) }], { retake: mode === 'replay' }))[0];
    if (claim === undefined || claim.kind === 'reused') throw keyReused();
    if (mode === 'replay' && claim.kind === 'repeated') {
      if (claim.answer === undefined) throw underWay();
      response.status(claim.answer.status).setHeader('Idempotency-Replayed', 'true');
      return of(claim.answer.body);
    }
    return next.handle().pipe(
      mergeMap(async (body: unknown) => {
        if (mode === 'replay') await this.store.keepAnswer(account, key, { status: response.statusCode, body });
        this.store.prune();
        return body;
      }),
      catchError((fault: unknown) => from(this.giveUp({ account, key, fault, fresh: claim.kind === 'new' }))),
    );
  }

  /** What the caller must mend was not carried out: the key is free again. After a fault of ours nobody knows, and the key stays bound. */
  private async giveUp({ account, key, fault, fresh }: Failed): Promise<never> {
    const status =
      fault instanceof HttpException ? fault.getStatus() : fault instanceof ZhihengError ? problemOfError(fault).status : 500;
    if (fresh && status < 500) await this.store.release(account, key);
    throw fault;
  }
}

type Failed = { readonly account: string; readonly key: string; readonly fault: unknown; readonly fresh: boolean };

function hashOf({ method, originalUrl, body, file }: SignedInRequest): string {
  // JSON nested without end is refused here already: writing it out would exhaust the stack.
  checkWellFormed(body);
  const content = file?.buffer === undefined ? '' : createHash('sha256').update(file.buffer).digest('hex');
  return sha256(JSON.stringify([method, originalUrl.split('?')[0], body ?? null, file?.originalname ?? '', content]));
}
