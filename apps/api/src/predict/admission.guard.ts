import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PredictionCache } from '#libs/caching';
import { Classifier } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { requestTimeoutMs } from './request-timeout.js';

/**
 * Turns away at the door what cannot be done in time, before the body is read. A guard, and not part of the
 * interceptor: those for keys and rates stand before it, and a refusal must be as cheap as it can be, because under
 * overload most answers are one. With a cache only the texts tell whether the model is needed at all; then only a lack
 * of room is a reason here.
 */
@Injectable()
export class AdmissionGuard implements CanActivate {
  constructor(
    @Inject(Classifier) private readonly classifier: Classifier,
    @Inject(PredictionCache) private readonly cache: PredictionCache,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  /** @throws ServiceError `overloaded`, `model-loading`, `model-unavailable`, `malformed-header` */
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const timeoutMs = requestTimeoutMs(request, this.settings.REQUEST_TIMEOUT_MS);
    const announcedBytes = Number(request.headers['content-length'] ?? this.settings.MAX_BODY_BYTES);
    const bodyBytes = Math.min(announcedBytes, this.settings.MAX_BODY_BYTES);
    const leave = this.classifier.admit(this.cache.enabled ? Number.POSITIVE_INFINITY : timeoutMs, bodyBytes);
    http.getResponse<Response>().once('close', leave);
    return true;
  }
}
