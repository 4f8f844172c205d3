import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { getRequestContext } from '#libs/observability';
import { ServiceError } from '#libs/prediction';
import { ApiKeySource } from './api-key-source.js';
import { PUBLIC_ROUTES } from '../http/public-routes.js';

/** Lets in whoever has a key, when there are keys; stands before every route but the open ones. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(@Inject(ApiKeySource) private readonly source: ApiKeySource) {}

  /** @throws ServiceError `unauthorized` */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (!this.source.keys || PUBLIC_ROUTES.has(request.path)) return true;
    const client = this.source.findClient(request);
    if (client === undefined) {
      throw new ServiceError(
        'unauthorized',
        'Send a known API key: `Authorization: Bearer <key>` or `X-API-Key: <key>`.',
      );
    }
    getRequestContext(request).client = client;
    return true;
  }
}
