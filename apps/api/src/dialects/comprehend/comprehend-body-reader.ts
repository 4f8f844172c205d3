import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Settings } from '../../config/settings.js';
import { RequestError } from '../../http/errors/request-error.js';
import { getRequestContext } from '../../http/request-context.js';
import { BodyReader } from '../../prediction-route/body-reader.js';
import { checkEncoding, parseContentType } from '../../prediction-route/media-type.js';
import { AwsSignatureVerifier } from '../../security/aws-signature/aws-signature-verifier.js';
import type { ComprehendProtocol } from './comprehend-protocol.js';

/** Reads the signed bodies of AWS clients. */
@Injectable()
export class ComprehendBodyReader {
  constructor(
    private readonly settings: Settings,
    private readonly bodyReader: BodyReader,
    private readonly verifier: AwsSignatureVerifier,
  ) {}

  /**
   * Reads a body, and identifies the client by its signature.
   *
   * @returns what was parsed
   * @throws SignatureError
   * @throws RequestError `unsupported-media-type`, `malformed-body`, and as BodyReader does
   * @throws PredictionError as BodyReader does
   */
  async read(protocol: ComprehendProtocol, request: Request, response: Response): Promise<unknown> {
    const { mediaType, signedHeaders, parseBody } = protocol;
    checkEncoding(request);
    if (parseContentType(request).mediaType !== mediaType) {
      throw new RequestError('unsupported-media-type', `Content-Type must be ${mediaType}.`);
    }
    const checkBody = this.verifier.begin(request, signedHeaders);
    const body = await this.bodyReader.read(request);
    const client = checkBody(body);
    if (client !== undefined) {
      const context = getRequestContext(response);
      context.client = client;
      // The address stood for the client until its signature was checked.
      context.clientId = undefined;
    }
    return parseBody(body, this.settings.MAX_TEXTS);
  }
}
