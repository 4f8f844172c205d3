import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { TextClassifier } from '#libs/classification';
import { Settings } from '../settings.js';
import { requestTimeoutMs } from './request-timeout.js';

/**
 * Turns away at the door what cannot be done in time, before the body is read. A middleware and not part of the
 * interceptor: a refusal must be as cheap as it can be, because under overload most answers are one.
 */
@Injectable()
export class AdmissionMiddleware implements NestMiddleware {
  constructor(
    @Inject(TextClassifier) private readonly classifier: TextClassifier,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  use(request: Request, _response: Response, next: NextFunction): void {
    this.classifier.admit(requestTimeoutMs(request, this.settings.REQUEST_TIMEOUT_MS));
    next();
  }
}
