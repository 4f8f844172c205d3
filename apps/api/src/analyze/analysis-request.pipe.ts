import { Injectable, type PipeTransform } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { JsonBodyReader } from '../prediction-route/json-body-reader.js';
import { toAnalysisRequest, type AnalysisRequest } from './analysis-request.dto.js';

/** An object with three keys. */
const PARTS_PER_DOCUMENT = 4;

/** Reads the body of a request and validates its content. */
@Injectable()
export class AnalysisRequestPipe implements PipeTransform<Request, Promise<AnalysisRequest>> {
  constructor(
    private readonly settings: Settings,
    private readonly bodyReader: JsonBodyReader,
  ) {}

  /**
   * @throws RequestError `invalid-request`, and as JsonBodyReader does
   * @throws PredictionError as JsonBodyReader does
   */
  async transform(request: Request): Promise<AnalysisRequest> {
    return toAnalysisRequest(await this.bodyReader.read(request, PARTS_PER_DOCUMENT), this.settings.MAX_TEXTS);
  }
}
