import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { Settings } from '../config/settings.js';
import { getRequestContext } from '../http/request-context.js';
import { writeResultHeaders } from '../prediction-route/write-result-headers.js';
import { DIALECT_MEDIA_TYPE } from './dialect.js';
import type { DialectResult, ResultFacts } from './dialect-result.js';

/** Indexes of the texts that the model read only in part: clients of other servers drop fields that they do not know. */
const TRUNCATED_HEADER = 'X-Truncated';

/** Turns a result into the answer of its dialect, its headers, and the facts for telemetry. The outermost step. */
@Injectable()
export class DialectResponseInterceptor implements NestInterceptor<DialectResult, object> {
  constructor(private readonly settings: Settings) {}

  intercept(context: ExecutionContext, next: CallHandler<DialectResult>): Observable<object> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(map((result) => toResponse(result, response, this.settings.showsCacheStatus)));
  }
}

/** @throws RequestError `text-failed`, `text-refused`, `invalid-request` */
function toResponse<Result extends ResultFacts>(
  result: DialectResult<Result>,
  response: Response,
  showsTimings: boolean,
): object {
  const { dialect, request } = result;
  writeResultHeaders(result, response, showsTimings);
  const { body, firstLabels, truncated } = request.render(result);
  const requestContext = getRequestContext(response);
  requestContext.answers = firstLabels;
  requestContext.truncatedTexts = truncated.length;
  if (dialect.name === undefined) return body;
  if (truncated.length > 0) response.setHeader(TRUNCATED_HEADER, truncated.join(','));
  response.setHeader('Content-Type', dialect.mediaType ?? DIALECT_MEDIA_TYPE);
  return dialect.encodeBody?.(body) ?? body;
}
