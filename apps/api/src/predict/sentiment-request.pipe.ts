import { Inject, Injectable, type PipeTransform } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { readJsonBody } from './json-body.js';
import { toSentimentRequest, type SentimentRequest } from './sentiment-request.dto.js';

/** Reads the body of a request, checks its form and validates its content. Guards have admitted the request before. */
@Injectable()
export class SentimentRequestPipe implements PipeTransform<Request, Promise<SentimentRequest>> {
  constructor(@Inject(Settings) private readonly settings: Settings) {}

  /** @throws RequestError `unsupported-media-type`, `body-too-large`, `malformed-body`, `invalid-request` */
  async transform(request: Request): Promise<SentimentRequest> {
    const body = await readJsonBody(request, this.settings.MAX_BODY_BYTES);
    return toSentimentRequest(body, this.settings.MAX_TEXTS);
  }
}
