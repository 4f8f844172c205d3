import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIALECT_CONTEXT } from '../../dialect-route/dialect-context.fake.js';
import { readAnalyzeTextRequest } from './analyze-text-request.js';
import { AzureError } from './azure-error.js';

const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }));
const text = fc.oneof({ weight: 4, arbitrary: fc.string({ unit: 'binary' }) }, { weight: 1, arbitrary: value });
const document = fc.oneof(
  { weight: 9, arbitrary: fc.record({ id: fc.uuid(), text, language: text }, { requiredKeys: ['id'] }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('id', 'text', '__proto__', 'constructor'), value) },
);
const documents = fc.oneof(
  { weight: 9, arbitrary: fc.array(document, { maxLength: 3 }) },
  { weight: 1, arbitrary: value },
);
const stringIndexType = fc.oneof(fc.constantFrom('Utf16CodeUnit', 'textelements_v8', '', null), value);
const body = fc.record(
  {
    kind: fc.oneof({ weight: 9, arbitrary: fc.constant('SentimentAnalysis') }, { weight: 1, arbitrary: value }),
    analysisInput: fc.record({ documents }),
    parameters: fc.oneof(fc.record({ stringIndexType, opinionMining: fc.boolean() }, { requiredKeys: [] }), value),
  },
  { requiredKeys: ['kind', 'analysisInput'] },
);

describe('Any request to Azure AI Language', () => {
  it('is read as texts that are not empty, or refused in the words of Azure', () => {
    let read = 0;
    fc.assert(
      fc.property(body, fc.boolean(), (request, hasCloudLimits) => {
        try {
          const context = { ...DIALECT_CONTEXT, hasCloudLimits };
          const { documents: all } = readAnalyzeTextRequest(request, { 'api-version': '2023-04-01' }, context);
          read++;
          for (const each of all) expect(each.text.trim()).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(AzureError);
        }
      }),
      { numRuns: 2_000, seed: 1 },
    );
    expect(read).toBeGreaterThan(50);
  });
});
