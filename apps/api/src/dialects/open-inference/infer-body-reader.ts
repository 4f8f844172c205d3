import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Settings } from '../../config/settings.js';
import { RequestError } from '../../http/errors/request-error.js';
import { BodyReader } from '../../prediction-route/body-reader.js';
import { checkMediaType, parseJsonBody } from '../../prediction-route/json-body.js';
import { checkEncoding, parseContentType } from '../../prediction-route/media-type.js';

/** Length in bytes of the JSON at the begin of a body. */
export const HEADER_LENGTH = 'Inference-Header-Content-Length';
/** More digits than any length that fits a request. */
const MAX_LENGTH_DIGITS = 15;
const LENGTH = new RegExp(`^\\d{1,${MAX_LENGTH_DIGITS}}$`);
/** What the client of KServe sends for a body with binary tensors. The one of Triton sends no type. */
const BINARY_MEDIA_TYPE = 'application/octet-stream';

/** The body of an inference request. */
export interface InferBody {
  /** Parsed JSON. */
  readonly json: unknown;
  /** The binary tensors after it; empty without them. */
  readonly tensorBytes: Buffer;
}

/** Reads the bodies of inference requests: JSON, or JSON with binary tensors after it (the extension `binary_tensor_data`). */
@Injectable()
export class InferBodyReader {
  constructor(
    private readonly settings: Settings,
    private readonly bodyReader: BodyReader,
  ) {}

  /**
   * @throws RequestError `unsupported-media-type`, `malformed-header`, `malformed-body`, and as BodyReader does
   * @throws PredictionError as BodyReader does
   */
  async read(request: Request): Promise<InferBody> {
    checkInferMediaType(request);
    const announcedBytes = readHeaderLength(request);
    const body = await this.bodyReader.read(request);
    const jsonBytes = announcedBytes ?? body.length;
    if (jsonBytes > body.length) {
      throw new RequestError('malformed-body', `The body is shorter than ${HEADER_LENGTH} says.`);
    }
    return {
      json: parseJsonBody(body.subarray(0, jsonBytes), this.settings.MAX_TEXTS),
      tensorBytes: body.subarray(jsonBytes),
    };
  }
}

/** @throws RequestError `unsupported-media-type` */
function checkInferMediaType(request: Request): void {
  if (parseContentType(request).mediaType === BINARY_MEDIA_TYPE) checkEncoding(request);
  else checkMediaType(request);
}

/**
 * @returns undefined when the whole body is JSON
 * @throws RequestError `malformed-header`
 */
function readHeaderLength(request: Request): number | undefined {
  const value = request.get(HEADER_LENGTH);
  if (value === undefined) return undefined;
  if (!LENGTH.test(value)) {
    throw new RequestError('malformed-header', `${HEADER_LENGTH} must be a whole number of bytes.`);
  }
  return Number(value);
}
