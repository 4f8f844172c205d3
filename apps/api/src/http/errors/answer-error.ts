import { HttpException, NotFoundException, type ArgumentsHost, type Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PredictionError } from '#libs/prediction';
import { pathNotFound } from './path-not-found.js';
import { listRouteMethods } from './route-methods.js';
import { RequestError, type ErrorKind, type ServiceError } from './request-error.js';
import { toServiceError } from './to-service-error.js';
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

/** JSON text, or the bytes of another format. */
export type ErrorBody = string | Uint8Array;

/** The answer to a failed request. */
export interface ErrorAnswer<Body extends ErrorBody = string> {
  readonly status: number;
  readonly mediaType: string;
  readonly body: Body;
  /** Besides those that every error has. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Writes an error in the words of a route. An HttpException is one of Nest's own, with a status and no kind. */
export type ErrorRenderer<Body extends ErrorBody = string> = (
  error: ServiceError | HttpException,
  requestId: string,
) => ErrorAnswer<Body>;

/** Answers a request whose handler, guard or pipe has thrown. */
export function answerError(
  exception: unknown,
  host: ArgumentsHost,
  render: ErrorRenderer<ErrorBody>,
  logger: Logger,
): void {
  const http = host.switchToHttp();
  const request = http.getRequest<Request>();
  const response = http.getResponse<Response>();
  const error = toAnswerable(exception, request, response, logger);
  const requestContext = getRequestContext(response);
  if (error instanceof PredictionError) requestContext.recordLookup(error.lookup);
  // The client has left: it gets no answer, and so no error.
  if (response.destroyed) return;
  const isForeign = error instanceof HttpException;
  requestContext.errorKind = isForeign ? `http-${error.getStatus()}` : error.kind;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (!isForeign) setErrorHeaders(response, error);
  if (mustCloseAfter(request)) response.setHeader('Connection', 'close');
  const { status, mediaType, body, headers = {} } = render(error, requestContext.requestId);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.status(status).setHeader('Content-Type', mediaType);
  response.end(body);
}

function toAnswerable(
  exception: unknown,
  request: Request,
  response: Response,
  logger: Logger,
): ServiceError | HttpException {
  if (exception instanceof RequestError || exception instanceof PredictionError) return exception;
  // Nest throws this one for a wrong method, too. Express throws the others for a path that it cannot decode or send.
  if (exception instanceof NotFoundException || isExpressClientError(exception)) return notRouted(request, response);
  const isHttpException = exception instanceof HttpException;
  if (isHttpException && exception.getStatus() < 500) return exception;
  const error = toServiceError(exception, getRequestContext(response).requestId, logger);
  return isHttpException ? exception : error;
}

function setErrorHeaders(response: Response, { kind, retryAfterSeconds }: ServiceError): void {
  if (kind === 'unauthorized') response.setHeader('WWW-Authenticate', CHALLENGE);
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', retryAfterSeconds);
  if (CLOSING_KINDS.has(kind)) response.setHeader('Connection', 'close');
}

function isExpressClientError(exception: unknown): boolean {
  if (!(exception instanceof Error) || exception instanceof HttpException) return false;
  const status = 'status' in exception ? exception.status : undefined;
  return exception instanceof URIError || (typeof status === 'number' && status >= 400 && status < 500);
}

function notRouted(request: Request, response: Response): RequestError {
  const methods = listRouteMethods(request.app, request.path);
  if (methods.length === 0 || methods.includes(request.method)) {
    return pathNotFound();
  }
  response.setHeader('Allow', methods.join(', '));
  return new RequestError('method-not-allowed', `The path supports only ${methods.join(', ')}.`);
}
