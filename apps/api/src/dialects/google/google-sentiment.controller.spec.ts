import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { TWO_CLASS_MODEL } from '../../dialect-route/model.fake.js';
import type { DialectRequestReader } from '../../dialect-route/dialect-request-reader.js';
import type { DocumentRequestRunner } from '../../document-route/document-request-runner.js';
import type { JsonBodyReader } from '../../prediction-route/json-body-reader.js';
import { GoogleSentimentController } from './google-sentiment.controller.js';

function createController(labels: readonly string[]): GoogleSentimentController {
  const body = { document: { type: 1, content: 'a' } };
  const context = { model: { ...TWO_CLASS_MODEL, labels }, hasCloudLimits: false };
  return new GoogleSentimentController(
    { read: () => Promise.resolve(body) } as unknown as JsonBodyReader,
    { getContext: () => context } as unknown as DialectRequestReader,
    { run: () => Promise.resolve('a result') } as unknown as DocumentRequestRunner,
  );
}

const analyze = (labels: readonly string[]) =>
  createController(labels).analyzeV1(undefined, { query: {} } as Request, {} as Response);

describe('analyzeSentiment', () => {
  it('is there for a model of sentiments', async () => {
    expect(await analyze(['negative', 'positive'])).toBe('a result');
  });

  it('is not there for a model of something else', async () => {
    await expect(analyze(['joy', 'anger', 'positive', 'negative'])).rejects.toMatchObject({
      kind: 'not-found',
      message: 'The labels of the model are not those of a sentiment: positive, negative and neutral.',
    });
  });
});
