import { ComprehendError } from './comprehend-error.js';

/** The service of Comprehend in its API, with its version. */
export const SERVICE = 'Comprehend_20171127';

export type ComprehendOperation = 'DetectSentiment' | 'BatchDetectSentiment';

const OPERATIONS: ReadonlyMap<string, ComprehendOperation> = new Map([
  [`${SERVICE}.DetectSentiment`, 'DetectSentiment'],
  [`${SERVICE}.BatchDetectSentiment`, 'BatchDetectSentiment'],
]);

/**
 * @param target as in `X-Amz-Target`: the names of the service and of the operation
 * @throws ComprehendError
 */
export function readOperation(target: string | undefined): ComprehendOperation {
  const operation = OPERATIONS.get(target ?? '');
  if (operation) return operation;
  throw new ComprehendError(
    'UnknownOperationException',
    'This service has the operations DetectSentiment and BatchDetectSentiment.',
    'not-found',
  );
}
