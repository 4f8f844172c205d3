import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ServiceError } from '#libs/classification';
import { requestRecordOf } from '#libs/observability';
import { ApiKeySource } from './api-key-source.js';
import { OPEN_ROUTES } from './open-routes.js';

/** Lets in whoever has a key, when there are keys; stands before every route but the open ones. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(@Inject(ApiKeySource) private readonly source: ApiKeySource) {}

  /** @throws ServiceError `unauthorized` */
  canActivate(context: ExecutionContext): boolean {
    const { keys } = this.source;
    const request = context.switchToHttp().getRequest<Request>();
    if (!keys || OPEN_ROUTES.has(request.path)) return true;
    const key = keyOf(request);
    if (key === undefined) {
      throw new ServiceError('unauthorized', 'Send an API key: `Authorization: Bearer <key>` or `X-API-Key: <key>`.');
    }
    const name = keys.nameOf(key);
    if (name === undefined) throw new ServiceError('unauthorized', 'The API key is not known.');
    requestRecordOf(request).client = name;
    return true;
  }
}

function keyOf(request: Request): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(request.get('Authorization') ?? '')?.[1];
  return bearer ?? request.get('X-API-Key');
}
