import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  InjectThrottlerOptions,
  InjectThrottlerStorage,
  ThrottlerGuard,
  ThrottlerStorage,
  type ThrottlerModuleOptions,
} from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { Settings } from '../config/settings.js';
import { ApiKeySource } from './api-key-source.js';
import { clientAddress } from './client-address.js';
import { PUBLIC_ROUTES } from '../http/public-routes.js';
import { RequestError } from '../http/errors/request-error.js';

const MS_PER_SECOND = 1_000;

/** Lets every client send so many requests in a window of time, over all routes but the open ones. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  constructor(
    @InjectThrottlerOptions() options: ThrottlerModuleOptions,
    @InjectThrottlerStorage() storage: ThrottlerStorage,
    @Inject(Reflector) reflector: Reflector,
    @Inject(Settings) private readonly settings: Settings,
    @Inject(ApiKeySource) private readonly source: ApiKeySource,
  ) {
    super(options, storage, reflector);
  }

  /**
   * One limit for all routes. (The throttler's own guard looks for others in the metadata of each route, six times a
   * request.)
   *
   * @throws RequestError `rate-limited`
   */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    if (PUBLIC_ROUTES.has(request.path)) return true;
    const { RATE_LIMIT_REQUESTS: limit, RATE_LIMIT_SECONDS: seconds } = this.settings;
    // A client without a known key counts by its address, also while it tries keys.
    const client = this.source.findClient(request);
    const tracker = client === undefined ? `address ${clientAddress(request)}` : `key ${client}`;
    const window = await this.storageService.increment(tracker, seconds * MS_PER_SECOND, limit, 0, 'default');
    // draft-ietf-httpapi-ratelimit-headers
    const response = http.getResponse<Response>();
    response.setHeader('RateLimit-Policy', `"default";q=${limit};w=${seconds}`);
    const remaining = Math.max(0, limit - window.totalHits);
    response.setHeader('RateLimit', `"default";r=${remaining};t=${window.timeToExpire}`);
    if (!window.isBlocked) return true;
    throw new RequestError('rate-limited', `At most ${limit} requests in ${seconds} s are taken from a client.`, {
      retryAfterSeconds: window.timeToBlockExpire,
    });
  }
}
