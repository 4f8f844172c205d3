import { Injectable } from '@nestjs/common';
import { DialectRequestReader, type ReadRequest, type RouteCall } from '../../dialect-route/dialect-request-reader.js';
import type { DialectRequest } from '../../dialect-route/dialect.js';
import { hasSentimentLabels, NO_SENTIMENT_LABELS } from '../../dialect-route/sentiment-vector.js';
import { getRequestContext } from '../../http/request-context.js';
import { readBatchDetectSentiment } from './batch-detect-sentiment.js';
import { ComprehendBodyReader } from './comprehend-body-reader.js';
import { ComprehendError } from './comprehend-error.js';
import type { ComprehendProtocol } from './comprehend-protocol.js';
import { readDetectSentiment } from './detect-sentiment.js';
import { checkLanguageCode } from './language-code.js';
import { readOperation } from './operation.js';

/** Reads requests to Comprehend in the protocols of their routes. */
@Injectable()
export class ComprehendRequestReader {
  constructor(
    private readonly bodyReader: ComprehendBodyReader,
    private readonly reader: DialectRequestReader,
  ) {}

  /**
   * Reads a request, and gives its answer the header with the ID of the request: the clients show it with their errors and answers.
   *
   * @param target as in `X-Amz-Target`: the name of the service and of the operation
   * @throws ComprehendError, and as ComprehendBodyReader does
   */
  async read(protocol: ComprehendProtocol, target: string | undefined, call: RouteCall): Promise<ReadRequest> {
    const { request, response } = call;
    response.setHeader('x-amzn-RequestId', getRequestContext(response).requestId);
    const body = await this.bodyReader.read(protocol, request, response);
    return this.reader.complete(protocol.dialect, this.readBody(body, target), call);
  }

  /** @throws ComprehendError */
  private readBody(body: unknown, target: string | undefined): DialectRequest {
    const operation = readOperation(target);
    if (typeof body !== 'object' || body === null || Array.isArray(body) || body instanceof Uint8Array) {
      throw new ComprehendError('SerializationException', 'The body must be an object.');
    }
    const context = this.reader.getContext();
    if (context.model && !hasSentimentLabels(context.model)) {
      throw new ComprehendError('UnknownOperationException', NO_SENTIMENT_LABELS, 'not-found');
    }
    checkLanguageCode(body, context.model);
    return operation === 'DetectSentiment'
      ? readDetectSentiment(body, context)
      : readBatchDetectSentiment(body, context);
  }
}
