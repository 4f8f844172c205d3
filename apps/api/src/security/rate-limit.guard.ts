import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { ServiceError } from '#libs/classification';
import { requestRecordOf } from '#libs/observability';
import { OPEN_ROUTES } from './open-routes.js';

const MS_PER_SECOND = 1_000;

/** Lets every client send so many requests in a window of time, over all routes but the open ones. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(OPEN_ROUTES.has(context.switchToHttp().getRequest<Request>().path));
  }

  /** @throws ServiceError `rate-limited` */
  protected override async handleRequest(properties: ThrottlerRequest): Promise<boolean> {
    const { context, limit, ttl, blockDuration } = properties;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    // A client is its key, or else its address (of IPv6 the network).
    const { client } = requestRecordOf(request);
    const tracker = client === undefined ? `address ${await this.getTracker(request)}` : `key ${client}`;
    const window = await this.storageService.increment(tracker, ttl, limit, blockDuration, 'default');
    // draft-ietf-httpapi-ratelimit-headers
    response.setHeader('RateLimit-Policy', `"default";q=${limit};w=${ttl / MS_PER_SECOND}`);
    const remaining = Math.max(0, limit - window.totalHits);
    response.setHeader('RateLimit', `"default";r=${remaining};t=${window.timeToExpire}`);
    if (!window.isBlocked) return true;
    throw new ServiceError(
      'rate-limited',
      `At most ${limit} requests in ${ttl / MS_PER_SECOND} s are taken from a client.`,
      {
        retryAfterSeconds: window.timeToBlockExpire,
      },
    );
  }
}
