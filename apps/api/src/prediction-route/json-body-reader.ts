import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../config/settings.js';
import { BodyReader } from './body-reader.js';
import { checkMediaType, parseJsonBody } from './json-body.js';

/** Reads the JSON body of a request for predictions, and parses it in its turn of the event loop. */
@Injectable()
export class JsonBodyReader {
  constructor(
    private readonly settings: Settings,
    private readonly bodyReader: BodyReader,
  ) {}

  /**
   * @param partsPerText arrays, objects and keys of a text in the body
   * @throws RequestError `unsupported-media-type`, `malformed-body`, and as BodyReader does
   * @throws PredictionError as BodyReader does
   */
  async read(request: Request, partsPerText = 1): Promise<unknown> {
    checkMediaType(request);
    return parseJsonBody(await this.bodyReader.read(request), partsPerText * this.settings.MAX_TEXTS);
  }
}
