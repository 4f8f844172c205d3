import { PredictionError } from '#libs/prediction';
import { errorLocation } from './error-location.js';
import { RequestError, type ServiceError } from './request-error.js';

/**
 * The error that a client may see for any thrown value. An unexpected one becomes `internal`, and its place in the code a
 * line in the log.
 *
 * @param requestId of the request that failed
 */
export function toServiceError(
  thrown: unknown,
  requestId: string,
  logger: { error(message: string): void },
): ServiceError {
  if (thrown instanceof RequestError || thrown instanceof PredictionError) return thrown;
  logger.error(`request ${requestId} failed: ${errorLocation(thrown)}`);
  return new RequestError(
    'internal',
    'The service failed unexpectedly. Its log has a line with this request id and the location of the error in the code.',
  );
}
