import { describe, expect, it } from 'vitest';
import { readOperation } from './operation.js';

describe('The operation of a request to Comprehend', () => {
  it.each(['DetectSentiment', 'BatchDetectSentiment'])('is the second part of its target: %s', (operation) => {
    expect(readOperation(`Comprehend_20171127.${operation}`)).toBe(operation);
  });

  it.each([
    'Comprehend_20171127.DetectDominantLanguage',
    'Comprehend_20171127.DetectTargetedSentiment',
    'Comprehend_20171127.detectsentiment',
    'DetectSentiment',
    'Comprehend_20171127.constructor',
    'Comprehend_20171127.DetectSentiment, Comprehend_20171127.DetectSentiment',
    '',
  ])('is unknown: %s', (target) => {
    expect(() => readOperation(target)).toThrow(expect.objectContaining({ type: 'UnknownOperationException' }));
  });
});
