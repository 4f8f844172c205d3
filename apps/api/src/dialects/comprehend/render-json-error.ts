import type { ErrorRenderer } from '../../http/errors/answer-error.js';
import { toFailure } from './failure.js';

export const JSON_MEDIA_TYPE = 'application/x-amz-json-1.1';

/** Errors in the JSON 1.1 protocol of AWS. */
export const renderJsonError: ErrorRenderer = (error, requestId) => {
  const { status, type, message, headers } = toFailure(error, requestId);
  return { status, mediaType: JSON_MEDIA_TYPE, body: JSON.stringify({ __type: type, Message: message }), headers };
};
