import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIALECT_CONTEXT } from '../../dialect-route/dialect-context.fake.js';
import { THREE_CLASS_MODEL } from '../../dialect-route/model.fake.js';
import { readBatchDetectSentiment } from './batch-detect-sentiment.js';
import { ComprehendError } from './comprehend-error.js';
import { readDetectSentiment } from './detect-sentiment.js';
import { checkLanguageCode } from './language-code.js';
import { readOperation } from './operation.js';

const CONTEXT = { ...DIALECT_CONTEXT, maxTexts: 4 };
const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })));
/** Bodies with the names of the properties that count. */
const body = fc.oneof(
  fc.jsonValue(),
  fc.record({ Text: value, TextList: value, LanguageCode: value }, { requiredKeys: [] }),
);

/** @returns what was read; undefined when it was refused in the words of Comprehend */
function read<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    expect(error).toBeInstanceOf(ComprehendError);
    return undefined;
  }
}

describe('Any request to Comprehend', () => {
  it('is read as texts that are not empty, or refused in the words of Comprehend', () => {
    fc.assert(
      fc.property(body, fc.boolean(), (each, hasCloudLimits) => {
        const context = { ...CONTEXT, hasCloudLimits };
        for (const reader of [readDetectSentiment, readBatchDetectSentiment]) {
          const { texts = [] } = read(() => reader(each, context)) ?? {};
          expect(texts.length).toBeLessThanOrEqual(CONTEXT.maxTexts);
          for (const text of texts) expect(text.trim()).not.toBe('');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a language that is known, or is refused in the words of Comprehend', () => {
    fc.assert(
      fc.property(body, (each) => {
        read(() => checkLanguageCode(each, THREE_CLASS_MODEL));
      }),
      { numRuns: 1_000 },
    );
  });

  it('has an operation that is known, or is refused in the words of Comprehend', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'Comprehend_20171127.')), (target) => {
        expect(read(() => readOperation(target))).toBeUndefined();
      }),
    );
  });
});
