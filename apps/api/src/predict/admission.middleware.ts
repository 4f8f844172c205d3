import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { PredictionCache } from '#libs/caching';
import { TextClassifier } from '#libs/classification';
import { Settings } from '../settings.js';
import { requestTimeoutMs } from './request-timeout.js';

/**
 * Turns away at the door what cannot be done in time, before the body is read. A middleware and not part of the
 * interceptor: a refusal must be as cheap as it can be, because under overload most answers are one. With a cache only
 * the texts tell whether the model is needed at all; then only a lack of room is a reason here.
 */
@Injectable()
export class AdmissionMiddleware implements NestMiddleware {
  constructor(
    @Inject(TextClassifier) private readonly classifier: TextClassifier,
    @Inject(PredictionCache) private readonly cache: PredictionCache,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const timeoutMs = requestTimeoutMs(request, this.settings.REQUEST_TIMEOUT_MS);
    const announcedBytes = Number(request.headers['content-length'] ?? this.settings.MAX_BODY_BYTES);
    const bodyBytes = Math.min(announcedBytes, this.settings.MAX_BODY_BYTES);
    const leave = this.classifier.admit(this.cache.isOn ? Number.POSITIVE_INFINITY : timeoutMs, bodyBytes);
    response.once('close', leave);
    next();
  }
}
