import { parseJsonBody } from '../../prediction-route/json-body.js';
import { SIGNED_HEADERS, type ComprehendProtocol } from './comprehend-protocol.js';
import { JSON_MEDIA_TYPE, renderJsonError } from './render-json-error.js';

/** AWS JSON 1.1. Its requests are told apart by the header `X-Amz-Target`, which names the operation. */
export const JSON_PROTOCOL: ComprehendProtocol = {
  dialect: { name: 'comprehend', renderError: renderJsonError, mediaType: JSON_MEDIA_TYPE },
  mediaType: JSON_MEDIA_TYPE,
  // Without the target a signature could be used for another operation.
  signedHeaders: [...SIGNED_HEADERS, 'x-amz-target'],
  parseBody: parseJsonBody,
};
