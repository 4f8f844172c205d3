import { Injectable } from '@nestjs/common';
import type { AnalysisResult } from '#libs/analysis';
import { DialectRequestReader, type RouteCall } from '../../dialect-route/dialect-request-reader.js';
import type { DialectResult } from '../../dialect-route/dialect-result.js';
import type { DialectContext } from '../../dialect-route/dialect.js';
import { DocumentRequestRunner } from '../../document-route/document-request-runner.js';
import type { DocumentRequest } from '../../document-route/document-request.js';
import { JsonBodyReader } from '../../prediction-route/json-body-reader.js';
import { AZURE } from './azure-dialect.js';

/** An object with three keys. */
const PARTS_PER_DOCUMENT = 4;

/** Reads a body in the format of a version. @throws AzureError */
type RequestReader = (body: unknown, query: unknown, context: DialectContext) => DocumentRequest;

/** Answers the requests of the clients of Azure. */
@Injectable()
export class AzureRequestHandler {
  constructor(
    private readonly bodyReader: JsonBodyReader,
    private readonly reader: DialectRequestReader,
    private readonly runner: DocumentRequestRunner,
  ) {}

  /**
   * @throws AzureError
   * @throws RequestError, PredictionError as JsonBodyReader and DocumentRequestRunner do
   */
  async answer(read: RequestReader, call: RouteCall): Promise<DialectResult<AnalysisResult>> {
    const { request } = call;
    const body = await this.bodyReader.read(request, PARTS_PER_DOCUMENT);
    return await this.runner.run(AZURE, read(body, request.query, this.reader.getContext()), call);
  }
}
