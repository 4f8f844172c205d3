import { Injectable, type PipeTransform } from '@nestjs/common';
import type { Request } from 'express';
import { LoadedModel } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { JsonBodyReader } from '../prediction-route/json-body-reader.js';
import { checkNeutralLabel, toSentimentRequest, type SentimentRequest } from './sentiment-request.dto.js';

/** Reads the body of a request and validates its content. */
@Injectable()
export class SentimentRequestPipe implements PipeTransform<Request, Promise<SentimentRequest>> {
  constructor(
    private readonly settings: Settings,
    private readonly loadedModel: LoadedModel,
    private readonly bodyReader: JsonBodyReader,
  ) {}

  /**
   * @throws RequestError `invalid-request`, and as JsonBodyReader does
   * @throws PredictionError as JsonBodyReader does
   */
  async transform(request: Request): Promise<SentimentRequest> {
    const sentimentRequest = toSentimentRequest(await this.bodyReader.read(request), this.settings.MAX_TEXTS);
    checkNeutralLabel(sentimentRequest, this.loadedModel.model);
    return sentimentRequest;
  }
}
