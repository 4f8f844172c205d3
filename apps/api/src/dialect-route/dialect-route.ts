import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Classifier, LoadedModel, type CacheDirectives, type ClassificationResult } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import { getRequestContext } from '../http/request-context.js';
import { HttpClassifyContext } from '../prediction-route/http-classify-context.js';
import { invalidRequest } from '../prediction-route/invalid-request.js';
import { JsonBodyReader } from '../prediction-route/json-body-reader.js';
import { getDeadlineMs } from '../prediction-route/request-timeout.js';
import { getClientId } from '../security/client-id.js';
import type { Dialect, DialectContext, DialectRequest } from './dialect.js';

/** A request for predictions, as a controller gets it. */
export interface RouteCall {
  readonly request: Request;
  readonly response: Response;
  readonly cache: CacheDirectives | undefined;
}

/** The result of a request, and what decides the form of the answer. */
export interface DialectResult extends ClassificationResult {
  readonly dialect: Dialect;
  readonly request: DialectRequest;
}

/** Answers a request in a dialect: reads the body, and classifies its texts. DialectResponseInterceptor renders the result. */
@Injectable()
export class DialectRoute {
  constructor(
    private readonly settings: Settings,
    private readonly loadedModel: LoadedModel,
    private readonly classifier: Classifier,
    private readonly bodyReader: JsonBodyReader,
  ) {}

  /**
   * Answers a request with a JSON body.
   *
   * @param dialects those that share the route; the first one answers bodies that no dialect matches
   * @throws RequestError as JsonBodyReader does, `invalid-request`
   * @throws PredictionError as Classifier does
   */
  async answer(dialects: readonly Dialect[], call: RouteCall): Promise<DialectResult> {
    const body = await this.bodyReader.read(call.request);
    const dialect = chooseDialect(dialects, body);
    getRequestContext(call.response).dialect = dialect.name;
    return await this.classify(dialect, dialect.parse(body, this.getContext()), call);
  }

  /** What a dialect needs to know to read a request. */
  getContext(): DialectContext {
    const { MAX_TEXTS, DIALECT_LABELS } = this.settings;
    return { model: this.loadedModel.model, maxTexts: MAX_TEXTS, hasAllLabels: DIALECT_LABELS === 'all' };
  }

  /**
   * Answers a request that was read.
   *
   * @throws PredictionError as Classifier does
   */
  async classify(
    dialect: Dialect,
    dialectRequest: DialectRequest,
    { request, response, cache }: RouteCall,
  ): Promise<DialectResult> {
    getRequestContext(response).texts = dialectRequest.texts.length;
    const client = getClientId(request, response);
    const deadlineMs = getDeadlineMs(request, response, this.settings.REQUEST_TIMEOUT_MS);
    const context = new HttpClassifyContext({ client, deadlineMs, cache }, response);
    return { ...(await this.classifier.classify(dialectRequest.texts, context)), dialect, request: dialectRequest };
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
