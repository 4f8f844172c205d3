import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { getApiKeyPlaces, isPublic } from '#libs/security';
import { Settings } from '../config/settings.js';
import { RequestError } from '../http/errors/request-error.js';
import { getRequestContext } from '../http/request-context.js';
import { ApiKeySource } from './api-key-source.js';
import { getClientId } from './client-id.js';
import { RateLimitWindows } from './rate-limit-windows.js';

/** Lets every client send so many requests in a window of time, over all routes but the public ones. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly settings: Settings,
    private readonly source: ApiKeySource,
    private readonly windows: RateLimitWindows,
  ) {}

  /** @throws RequestError `rate-limited` */
  canActivate(context: ExecutionContext): boolean {
    const { RATE_LIMIT_REQUESTS: limit, RATE_LIMIT_SECONDS: seconds } = this.settings;
    if (limit === 0 || isPublic(context)) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    // Kept for ApiKeyGuard, and for the log line of a request that this guard refuses.
    getRequestContext(response).client = this.source.findClient(request, getApiKeyPlaces(context));
    // A client without a known key counts by its address, also while it tries keys.
    const { requests, endsInSeconds } = this.windows.count(getClientId(request, response));
    // draft-ietf-httpapi-ratelimit-headers
    response.setHeader('RateLimit-Policy', `"default";q=${limit};w=${seconds}`);
    response.setHeader('RateLimit', `"default";r=${Math.max(0, limit - requests)};t=${endsInSeconds}`);
    if (requests <= limit) return true;
    throw new RequestError('rate-limited', `A client may send at most ${limit} requests in ${seconds} s.`, {
      retryAfterSeconds: endsInSeconds,
    });
  }
}
