import { Inject, Injectable, type PipeTransform } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { requestTimeoutMs } from './request-timeout.js';

/** The time that a request may take, in milliseconds. */
@Injectable()
export class RequestTimeoutPipe implements PipeTransform<Request, number> {
  constructor(@Inject(Settings) private readonly settings: Settings) {}

  /** @throws RequestError `malformed-header` */
  transform(request: Request): number {
    return requestTimeoutMs(request, this.settings.REQUEST_TIMEOUT_MS);
  }
}
