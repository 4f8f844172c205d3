import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ApiKeySource } from './api-key-source.js';
import { PUBLIC_ROUTES } from '../http/public-routes.js';
import { RequestError } from '../http/errors/request-error.js';
import { getRequestContext } from '../http/request-context.js';

/** Admits clients with a known API key, when API keys are on. Public routes need no key. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(@Inject(ApiKeySource) private readonly source: ApiKeySource) {}

  /** @throws RequestError `unauthorized` */
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (!this.source.keys || PUBLIC_ROUTES.has(request.path)) return true;
    const client = this.source.findClient(request);
    if (client === undefined) {
      throw new RequestError(
        'unauthorized',
        'Send a known API key: `Authorization: Bearer <key>` or `X-API-Key: <key>`.',
      );
    }
    getRequestContext(http.getResponse<Response>()).client = client;
    return true;
  }
}
