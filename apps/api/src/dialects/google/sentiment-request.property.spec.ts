import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { THREE_CLASS_MODEL } from '../../dialect-route/model.fake.js';
import { RequestError } from '../../http/errors/request-error.js';
import { checkQuery } from './check-query.js';
import { readSentimentRequest } from './sentiment-request.js';

const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }));
const text = fc.string({ unit: 'binary' });
const hostileDocument = fc.record(
  { type: value, content: value, gcs_content_uri: value, language: value, languageCode: value, ['__proto__']: value },
  { requiredKeys: [] },
);
const nearlyValidDocument = fc.record(
  {
    type: fc.constantFrom(1, 'PLAIN_TEXT'),
    content: text,
    language: fc.oneof(fc.constantFrom('en', 'EN-gb', ''), text),
  },
  { requiredKeys: ['type', 'content'] },
);
const document = fc.oneof(value, hostileDocument, nearlyValidDocument);
/** Bodies with the names of the fields that count. */
const body = fc.oneof(
  fc.jsonValue(),
  fc.record({ document, encodingType: value, encoding_type: fc.nat(5) }, { requiredKeys: [] }),
  fc.record({ document, encodingType: fc.constantFrom(0, 3, 'UTF8', null) }, { requiredKeys: ['document'] }),
);

/** @returns what was read; undefined when it was refused with a sentence */
function read<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({ kind: expect.stringMatching(/^(invalid-request|unsupported-language)$/) as string });
    expect((error as RequestError).message).toMatch(/^.{1,300}\.$/);
    return undefined;
  }
}

describe('Any request to Google', () => {
  it('is read as a text that is not blank, in a language of the model, or refused with a sentence', () => {
    let count = 0;
    fc.assert(
      fc.property(body, fc.boolean(), fc.constantFrom('v1', 'v2'), (each, hasCloudLimits, version) => {
        const context = { model: THREE_CLASS_MODEL, hasCloudLimits };
        const request = read(() => readSentimentRequest(each, version, context));
        if (!request) return;
        count++;
        expect(request.content.trim()).not.toBe('');
        expect(request.language ?? 'en').toMatch(/^en(-|$)/i);
      }),
      { numRuns: 5_000 },
    );
    expect(count).toBeGreaterThan(100);
  });

  it('has parameters that ask for JSON, or is refused with a sentence', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('alt', '$alt', 'key'), value), (query) => {
        read(() => {
          checkQuery(query);
        });
      }),
    );
  });
});
