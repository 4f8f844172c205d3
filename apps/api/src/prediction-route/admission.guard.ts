import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PredictionCache } from '#libs/caching';
import { Admission } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { getClientId } from '../security/client-id.js';
import { requestTimeoutMs } from './request-timeout.js';

/**
 * Refuses requests that cannot be answered in time, before their bodies are read. It is a guard because the guards for
 * rates and keys come before it, and because a refusal has to be cheap: under overload most answers are one. With a
 * cache only the texts tell whether the model is needed; then only a lack of capacity is a reason to refuse.
 */
@Injectable()
export class AdmissionGuard implements CanActivate {
  constructor(
    private readonly admission: Admission,
    private readonly cache: PredictionCache,
    private readonly settings: Settings,
  ) {}

  /**
   * @throws PredictionError `overloaded`, `model-loading`, `model-unavailable`
   * @throws RequestError `malformed-header`
   */
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const timeoutMs = requestTimeoutMs(request, this.settings.REQUEST_TIMEOUT_MS);
    this.admission.check({
      client: getClientId(request, http.getResponse<Response>()),
      timeoutMs: this.cache.enabled ? undefined : timeoutMs,
    });
    return true;
  }
}
