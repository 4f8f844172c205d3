import type { BatchItemError } from './comprehend.dto.js';

/** The limit of the cloud, in bytes of UTF-8. */
const MAX_BYTES = 5_000;

/** @returns why Comprehend refuses a text; undefined when it does not */
export function findTextFault(text: string, hasCloudLimits: boolean): Omit<BatchItemError, 'Index'> | undefined {
  if (text.trim() === '') return { ErrorCode: 'INVALID_REQUEST', ErrorMessage: 'The text is empty.' };
  const bytes = hasCloudLimits ? Buffer.byteLength(text) : 0;
  if (bytes <= MAX_BYTES) return undefined;
  return {
    ErrorCode: 'TEXT_SIZE_LIMIT_EXCEEDED',
    ErrorMessage:
      'Input text size exceeds limit. Max length of request text allowed is 5000 bytes while in this request the text size is ' +
      `${bytes} bytes`,
  };
}
