import { describe, expect, it } from 'vitest';
import { catchError, MODEL, open } from './scripted-service.fake.js';

describe('A call of POST /analyze', () => {
  const document = (index: number) => ({
    index,
    sentiment: 'positive',
    scores: [{ label: 'POSITIVE', score: 1 }],
    tokens: 3,
    characters: 5,
    readShare: 1,
    warnings: [],
  });
  const error = (index: number) => ({ index, kind: 'text-failed', detail: 'The model has no answer.' });

  it('sends documents and all options, and reads documents, errors and headers', async () => {
    const { client, requests } = open([
      { headers: { 'x-model': MODEL }, body: { documents: [document(0)], errors: [error(1)] } },
    ]);
    const documents = ['Good.', { id: 'b', text: 'Bad.', language: 'en' }];
    const options = { sentences: false, explain: true, codePoints: true, minScore: 0.6 };
    expect(await client.analyze(documents, { ...options, maxRetryMs: 1 })).toEqual({
      documents: [document(0)],
      errors: [error(1)],
      model: MODEL,
      cacheHits: undefined,
    });
    expect(requests[0]?.url).toBe('http://service.test/prefix/analyze');
    expect(JSON.parse(requests[0]?.init.body as string)).toEqual({
      documents: [{ text: 'Good.' }, { id: 'b', text: 'Bad.', language: 'en' }],
      ...options,
    });
  });

  it.each([
    ['it has no documents and errors', { documents: [] }],
    ['it has 1 answers for 2 documents, or not one for each', { documents: [document(0)], errors: [] }],
    ['it has 2 answers for 2 documents, or not one for each', { documents: [document(0)], errors: [error(0)] }],
    ['the document has no valid scores', { documents: [{ ...document(0), scores: [{}] }], errors: [error(1)] }],
    ['the document has no valid words', { documents: [{ ...document(0), words: 1 }], errors: [error(1)] }],
    ['the error has no valid kind', { documents: [document(0)], errors: [{ index: 1 }] }],
  ])('fails at an answer of another shape: %s', async (message, body) => {
    const { client } = open([{ body }]);
    const failure = await catchError(client.analyze(['a', 'b'], { shouldRetry: () => false }));
    expect(failure.message).toBe(`the answer is not one of the sentiment service: ${message}`);
  });
});
