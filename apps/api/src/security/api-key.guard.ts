import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { getApiKeyPlaces, identifiesClient, isPublic } from '#libs/security';
import { ApiKeySource } from './api-key-source.js';
import { RequestError } from '../http/errors/request-error.js';
import { getRequestContext } from '../http/request-context.js';

export const API_KEY_REQUIRED = 'Send a valid API key: `Authorization: Bearer <key>` or `X-API-Key: <key>`.';

/**
 * Admits clients with a known API key, when API keys are on. Public routes need no key. Controllers with `IdentifiesClient` look for it
 * themselves.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(private readonly source: ApiKeySource) {}

  /** @throws RequestError `unauthorized` */
  canActivate(context: ExecutionContext): boolean {
    if (!this.source.keys || isPublic(context) || identifiesClient(context)) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const requestContext = getRequestContext(http.getResponse<Response>());
    // RateLimitGuard has looked for the client before, unless there is no limit.
    requestContext.client ??= this.source.findClient(request, getApiKeyPlaces(context));
    if (requestContext.client === undefined) {
      throw new RequestError('unauthorized', API_KEY_REQUIRED);
    }
    return true;
  }
}
