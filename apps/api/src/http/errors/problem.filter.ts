import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PredictionError } from '#libs/prediction';
import { errorLocation } from './error-location.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from './problem.dto.js';
import { listRouteMethods } from './route-methods.js';
import { RequestError, type ErrorKind, type ServiceError } from './request-error.js';
import { mustCloseAfter } from '../unread-bodies.js';
import { getRequestContext } from '../request-context.js';

/** RFC 6750; `X-API-Key` is taken as well, but has no scheme of its own. */
const CHALLENGE = 'Bearer realm="sentiment"';
/** After these the end of the request is unknown or does not come. */
const CLOSING_KINDS: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'malformed-request',
  'unsupported-transfer-coding',
  'expectation-failed',
  'request-too-slow',
]);

/** Answers every failure as `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const error = this.toServiceError(exception, request, response);
    const requestContext = getRequestContext(response);
    if (error instanceof PredictionError) requestContext.recordLookup(error.lookup);
    // The client has left: it gets no answer, and so no error.
    if (response.destroyed) return;
    requestContext.errorKind = error.kind;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const problem = toProblem(error, requestContext.requestId);
    if (error.kind === 'unauthorized') response.setHeader('WWW-Authenticate', CHALLENGE);
    if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
    if (CLOSING_KINDS.has(error.kind) || mustCloseAfter(request)) response.setHeader('Connection', 'close');
    response.status(problem.status).setHeader('Content-Type', PROBLEM_MEDIA_TYPE);
    response.end(JSON.stringify(problem));
  }

  private toServiceError(exception: unknown, request: Request, response: Response): ServiceError {
    if (exception instanceof RequestError || exception instanceof PredictionError) return exception;
    // Nest and Express throw these only for a wrong method, an unknown path and a bad %-escape.
    if (isClientFault(exception)) return notRouted(request, response);
    this.logger.error(`request ${getRequestContext(response).requestId}: ${errorLocation(exception)}`);
    return new RequestError('internal', 'The service failed in an unexpected way; the log knows the request id.');
  }
}

function isClientFault(exception: unknown): boolean {
  if (exception instanceof HttpException) return exception.getStatus() < 500;
  if (!(exception instanceof Error)) return false;
  const status = 'status' in exception ? exception.status : undefined;
  return exception instanceof URIError || (typeof status === 'number' && status >= 400 && status < 500);
}

function notRouted(request: Request, response: Response): RequestError {
  const methods = listRouteMethods(request.app, request.path);
  if (methods.length === 0 || methods.includes(request.method)) {
    return new RequestError('not-found', 'There is no such route; paths are case-sensitive.');
  }
  response.setHeader('Allow', methods.join(', '));
  return new RequestError('method-not-allowed', `This path takes ${methods.join(', ')}.`);
}
