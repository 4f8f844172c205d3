import { applyDecorators, type Type } from '@nestjs/common';
import { ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';

/** Descriptions of errors, by status. */
export type ErrorDescriptions = Readonly<Record<number, string>>;

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait before the next attempt.', schema: { type: 'integer' } },
} satisfies ApiResponseOptions['headers'];
const RETRYABLE: readonly number[] = [429, 503];

/** The errors of every route that is not public. */
export const ACCESS_ERRORS: ErrorDescriptions = {
  401: 'The service requires an API key, and the request has no valid API key.',
  429: 'The client exceeded RATE_LIMIT_REQUESTS.',
};

/** The errors of a route that makes no predictions, but needs the model. */
export const INFORMATION_ERRORS: ErrorDescriptions = {
  ...ACCESS_ERRORS,
  503: 'The model is loading, or no model process answers.',
};

/** The errors of a route for predictions whose format answers an invalid request with 400. */
export const PREDICTION_ERRORS: ErrorDescriptions = {
  ...INFORMATION_ERRORS,
  400: 'The body is not JSON in UTF-8, it is not of this format, or a text crashed model processes.',
  413: 'The body is larger than MAX_BODY_BYTES.',
  415: 'The service does not support the Content-Type, or the body is compressed.',
  429: 'The service has more work than it can do in time, or the client exceeded RATE_LIMIT_REQUESTS.',
  500: 'The model failed to score a text, or the service failed.',
  504: 'The service had no answer within REQUEST_TIMEOUT_MS, or within X-Request-Timeout-Ms if that is shorter.',
};

/** The error of a path with the name of a model. */
export const UNKNOWN_MODEL: ErrorDescriptions = { 404: 'The service has no model of this name and version.' };

/** Documents the errors of a route. @param type of their bodies */
export function ApiDialectErrors(type: Type, ...descriptions: readonly ErrorDescriptions[]): MethodDecorator {
  const all: ErrorDescriptions = Object.assign({}, ...descriptions) as ErrorDescriptions;
  return applyDecorators(
    ...Object.entries(all).map(([key, description]) => {
      const status = Number(key);
      return ApiResponse({ status, description, type, headers: RETRYABLE.includes(status) ? RETRY_AFTER : {} });
    }),
  );
}
