import { ApiProblem } from '../http/errors/api-problem.decorator.js';
import { API_KEY_REQUIRED } from './api-key.guard.js';

/** Documents that a route requires an API key when the service has API keys. */
export function ApiKeyRequired(): MethodDecorator {
  return ApiProblem('unauthorized', 'The service requires an API key, and the request has no valid API key.', {
    detail: API_KEY_REQUIRED,
  });
}
