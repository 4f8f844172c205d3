import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ServiceError } from '#libs/classification';
import { requestIdOf } from '../request-id.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from './problem.dto.js';
import { methodsOf } from './route-methods.js';

/** Answers every failure as `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const error = this.toServiceError(exception, request, response);
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const problem = toProblem(error, requestIdOf(response));
    if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
    response.status(problem.status).setHeader('Content-Type', PROBLEM_MEDIA_TYPE);
    response.end(JSON.stringify(problem));
  }

  private toServiceError(exception: unknown, request: Request, response: Response): ServiceError {
    if (exception instanceof ServiceError) return exception;
    // Nest and Express speak of routes and paths only in these: a wrong method, an unknown path, a bad %-escape.
    if (exception instanceof HttpException && exception.getStatus() < 500) return this.notRouted(request, response);
    if (exception instanceof URIError) return new ServiceError('not-found', 'The path is not valid.');
    // Name and place alone: an error's message or properties may carry the request's text.
    const [, place = ''] = exception instanceof Error ? (exception.stack ?? '').split(/\n\s+at /) : [];
    this.logger.error(`${exception instanceof Error ? exception.name : 'Thrown value'} ${place}`.trim());
    return new ServiceError('internal', 'The service failed in an unexpected way; the log knows the request id.');
  }

  private notRouted(request: Request, response: Response): ServiceError {
    const methods = methodsOf(request.app, request.path);
    if (methods.length === 0) return new ServiceError('not-found', 'There is no such route; paths are case-sensitive.');
    response.setHeader('Allow', methods.join(', '));
    return new ServiceError('method-not-allowed', `This path takes ${methods.join(', ')}.`);
  }
}
