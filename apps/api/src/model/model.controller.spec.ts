import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoadedModel, type ModelDescription } from '#libs/prediction';
import { ProblemFilter } from '../http/errors/problem.filter.js';
import { provideFakeRequestContext } from '../http/request-context.fake.js';
import { ModelController } from './model.controller.js';

const MODEL: ModelDescription = {
  name: 'fake',
  version: '1.0.0',
  digest: 'a'.repeat(64),
  precision: 'fp32',
  labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'],
  neutralLabel: 'NEUTRAL',
  scoring: 'softmax',
  temperature: 1.25,
  threeClassTemperature: 1.1,
  maxTokens: 512,
  windows: { tokens: 128, overlapTokens: 16, maxWindows: 1, temperature: 1 },
  maxChars: 8_192,
  languages: ['en'],
  accuracy: null,
};

let app: INestApplication;
let loaded: { model: ModelDescription | undefined };

beforeEach(async () => {
  loaded = { model: MODEL };
  const module = await Test.createTestingModule({
    controllers: [ModelController],
    providers: [{ provide: LoadedModel, useValue: loaded }],
  }).compile();
  app = module.createNestApplication({ logger: false });
  app.use(provideFakeRequestContext);
  app.useGlobalFilters(new ProblemFilter());
  await app.listen(0, '127.0.0.1');
});
afterEach(() => app.close());

const ask = async () => fetch(`${await app.getUrl()}/model`);

describe('GET /model', () => {
  it('describes the model that answers', async () => {
    const response = await ask();
    expect([response.status, await response.json()]).toEqual([200, MODEL]);
  });

  it('answers model-loading until the model is loaded', async () => {
    loaded.model = undefined;
    const response = await ask();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await response.json()).toMatchObject({ type: 'urn:sentiment:problem:model-loading' });
  });
});
