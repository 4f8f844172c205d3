import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { getRequestContext } from '#libs/observability';
import { ServiceError } from '#libs/prediction';
import { errorLocation } from './error-location.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from './problem.dto.js';
import { listRouteMethods } from './route-methods.js';

/** RFC 6750; `X-API-Key` is taken as well, but has no scheme of its own. */
const CHALLENGE = 'Bearer realm="sentiment"';

/** Answers every failure as `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const error = this.toServiceError(exception, request, response);
    const record = getRequestContext(request);
    record.errorKind = error.kind;
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const problem = toProblem(error, record.requestId);
    if (error.kind === 'unauthorized') response.setHeader('WWW-Authenticate', CHALLENGE);
    if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
    response.status(problem.status).setHeader('Content-Type', PROBLEM_MEDIA_TYPE);
    response.end(JSON.stringify(problem));
  }

  private toServiceError(exception: unknown, request: Request, response: Response): ServiceError {
    if (exception instanceof ServiceError) return exception;
    // Nest and Express speak of routes and paths only in these: a wrong method, an unknown path, a bad %-escape.
    if (isClientFault(exception)) return notRouted(request, response);
    this.logger.error(`request ${getRequestContext(request).requestId}: ${errorLocation(exception)}`);
    return new ServiceError('internal', 'The service failed in an unexpected way; the log knows the request id.');
  }
}

function isClientFault(exception: unknown): boolean {
  if (exception instanceof HttpException) return exception.getStatus() < 500;
  if (!(exception instanceof Error)) return false;
  const status = 'status' in exception ? exception.status : undefined;
  return exception instanceof URIError || (typeof status === 'number' && status >= 400 && status < 500);
}

function notRouted(request: Request, response: Response): ServiceError {
  const methods = listRouteMethods(request.app, request.path);
  if (methods.length === 0 || methods.includes(request.method)) {
    return new ServiceError('not-found', 'There is no such route; paths are case-sensitive.');
  }
  response.setHeader('Allow', methods.join(', '));
  return new ServiceError('method-not-allowed', `This path takes ${methods.join(', ')}.`);
}
