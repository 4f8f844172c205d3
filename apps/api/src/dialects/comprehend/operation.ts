import { ComprehendError } from './comprehend-error.js';

export type ComprehendOperation = 'DetectSentiment' | 'BatchDetectSentiment';

const OPERATIONS: ReadonlyMap<string, ComprehendOperation> = new Map([
  ['Comprehend_20171127.DetectSentiment', 'DetectSentiment'],
  ['Comprehend_20171127.BatchDetectSentiment', 'BatchDetectSentiment'],
]);

/**
 * @param target the value of `X-Amz-Target`
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
