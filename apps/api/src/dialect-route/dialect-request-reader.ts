import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LoadedModel, type CacheDirectives } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { getRequestContext } from '../http/request-context.js';
import { HttpClassifyContext } from '../prediction-route/http-classify-context.js';
import { invalidRequest } from '../prediction-route/invalid-request.js';
import { JsonBodyReader } from '../prediction-route/json-body-reader.js';
import { getDeadlineMs } from '../prediction-route/request-timeout.js';
import { getClientId } from '../security/client-id.js';
import type { AnsweringDialect, Dialect, DialectContext, DialectRequest } from './dialect.js';

/** A request for predictions, as a controller gets it. */
export interface RouteCall {
  readonly request: Request;
  readonly response: Response;
  readonly cache: CacheDirectives | undefined;
}

/** A request that was read, and the circumstances of its classification. */
export interface ReadRequest {
  readonly dialect: AnsweringDialect;
  readonly request: DialectRequest;
  readonly context: HttpClassifyContext;
}

/** Reads requests for predictions in the dialects of their routes. */
@Injectable()
export class DialectRequestReader {
  constructor(
    private readonly settings: Settings,
    private readonly loadedModel: LoadedModel,
    private readonly bodyReader: JsonBodyReader,
  ) {}

  /**
   * Reads a request with a JSON body.
   *
   * @param dialects those that share the route; the first one answers bodies that no dialect matches
   * @throws RequestError `invalid-request`, and as JsonBodyReader does
   * @throws PredictionError as JsonBodyReader does
   */
  async read(dialects: readonly Dialect[], call: RouteCall): Promise<ReadRequest> {
    const body = await this.bodyReader.read(call.request);
    const dialect = chooseDialect(dialects, body);
    getRequestContext(call.response).dialect = dialect.name;
    return this.complete(dialect, dialect.parse(body, this.getContext()), call);
  }

  /** What a dialect needs to know to read a body. */
  getContext(): DialectContext {
    const { MAX_TEXTS, DIALECT_LABELS, DIALECT_LIMITS, DIALECT_MIXED } = this.settings;
    return {
      model: this.loadedModel.model,
      maxTexts: MAX_TEXTS,
      hasAllLabels: DIALECT_LABELS === 'all',
      hasCloudLimits: DIALECT_LIMITS === 'strict',
      hasMixed: DIALECT_MIXED === 'on',
    };
  }

  /** @returns a body that was read, and the circumstances of its classification */
  complete(dialect: AnsweringDialect, dialectRequest: DialectRequest, call: RouteCall): ReadRequest {
    getRequestContext(call.response).texts = dialectRequest.texts.length;
    return { dialect, request: dialectRequest, context: this.createContext(dialect, call) };
  }

  /** Notes the dialect for telemetry. @returns the circumstances of a classification */
  createContext({ name }: AnsweringDialect, { request, response, cache }: RouteCall): HttpClassifyContext {
    getRequestContext(response).dialect = name;
    const client = getClientId(request, response);
    const deadlineMs = getDeadlineMs(request, response, this.settings.REQUEST_TIMEOUT_MS);
    return new HttpClassifyContext({ client, deadlineMs, cache }, response);
  }
}

/** @throws RequestError `invalid-request` when the body has the properties of two dialects */
function chooseDialect(dialects: readonly Dialect[], body: unknown): Dialect {
  const [match, second] = dialects.filter((dialect) => dialect.matches(body));
  const dialect = match ?? dialects[0];
  if (!dialect) throw new Error('a route has no dialect');
  if (second) {
    const names = [match, second].map((each) => each?.name ?? 'this service').join(' and of ');
    throw invalidRequest([{ pointer: '', detail: `must have the properties of one API, not of ${names}` }]);
  }
  return dialect;
}
