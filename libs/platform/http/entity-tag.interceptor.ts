import { Injectable, SetMetadata, UseInterceptors, applyDecorators } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';

const STRENGTH = 'zhiheng:entity-tag';

type Strength = 'strong' | 'weak';

/**
 * The route answers reads with an ETag and 304 to a matching If-None-Match. The tag is the hash of what this caller sees, so that it
 * changes with what they may see; where the answer has a `seq`, the tag begins with it and can be sent back as If-Match. `weak` for lists.
 */
export function EntityTag(strength: Strength): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(STRENGTH, strength),
    UseInterceptors(EntityTagInterceptor),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: '上次的 ETag；未变化时答复 304 the ETag of the last answer',
    }),
    ApiResponse({ status: 304, description: '没有变化 unchanged' }),
  );
}

@Injectable()
export class EntityTagInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const response = http.getResponse<Response>();
    // Signed-in answers are for one person and asked again each time; the tag makes asking cheap.
    response.setHeader('Cache-Control', 'private, no-cache');
    if (!['GET', 'HEAD'].includes(http.getRequest<Request>().method)) return next.handle();
    const strength = this.reflector.getAllAndOverride<Strength>(STRENGTH, [context.getHandler(), context.getClass()]);
    return next.handle().pipe(
      map((body: unknown) => {
        if (response.statusCode !== 200) return body;
        const tag = tagOf(body, strength);
        response.setHeader('ETag', tag);
        if (!isKnown(tag, http.getRequest<Request>().headers['if-none-match'])) return body;
        response.status(304);
        return undefined;
      }),
    );
  }
}

/**
 * Whether If-None-Match names the tag. Express would compare too, but not where the request says `Cache-Control: no-cache`, and `fetch`
 * adds that by itself.
 */
function isKnown(tag: string, header: string | undefined): boolean {
  const bare = (text: string): string => text.trim().replace(/^W\//, '');
  return header !== undefined && header.split(',').some((one) => bare(one) === bare(tag) || one.trim() === '*');
}

/** The tag of an answer. */
export function tagOf(body: unknown, strength: Strength): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 27);
  if (strength === 'weak') return `W/"${hash}"`;
  const seq = (body as { readonly seq?: unknown } | null)?.seq;
  return typeof seq === 'number' ? `"${seq}-${hash}"` : `"${hash}"`;
}
