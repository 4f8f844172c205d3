import type { AnsweringDialect } from '../../dialect-route/dialect.js';
import { COMPREHEND_MEDIA_TYPE, renderComprehendError } from './render-error.js';

/** The JSON 1.1 protocol of Amazon Comprehend. Its requests are told apart by the header `X-Amz-Target`. */
export const COMPREHEND: AnsweringDialect = {
  name: 'comprehend',
  renderError: renderComprehendError,
  mediaType: COMPREHEND_MEDIA_TYPE,
};
