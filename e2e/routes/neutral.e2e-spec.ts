import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, fixtures, postJson, startApi, threeClassModel, UNCACHED } from '#libs/testing';
import { metricSum, readMetrics } from '../metrics-page.js';
import { untilRequestRead } from '../queue-conditions.js';
import { WAIT_LIMIT_MS } from '../wait-limit.js';

interface Sentiment {
  readonly label: string;
  readonly score: number;
}

interface Golden {
  readonly answers: readonly { readonly text: string; readonly logits: readonly [number, number, number] }[];
}

/** Of the manifest of the model. */
const TEMPERATURE = 2;
const THREE_CLASS_TEMPERATURE = 0.5;
const { answers: golden } = JSON.parse(readFileSync(join(threeClassModel, 'golden.json'), 'utf8')) as Golden;

async function predict(url: string, body: object): Promise<Sentiment[][]> {
  const response = await postJson(url, body);
  expect(response.status).toBe(200);
  return ((await response.json()) as { predictions: Sentiment[][] }).predictions;
}

/** By the textbook: no code of the service. */
function softmax(logits: Readonly<Record<string, number>>, temperature: number): Sentiment[] {
  const exponentials = Object.entries(logits).map(([label, logit]) => ({
    label,
    score: Math.exp(logit / temperature),
  }));
  const sum = exponentials.reduce((total, { score }) => total + score, 0);
  return exponentials.map(({ label, score }) => ({ label, score: score / sum })).sort((a, b) => b.score - a.score);
}

function expectClose(actual: readonly Sentiment[] | undefined, expected: readonly Sentiment[]): void {
  expect(actual?.map(({ label }) => label)).toEqual(expected.map(({ label }) => label));
  expected.forEach(({ score }, index) => {
    expect(actual?.[index]?.score).toBeCloseTo(score, 5);
  });
}

describe('POST /predict of a model with a neutral label', () => {
  const text = golden.map((answer) => answer.text);
  let api: Api;

  beforeAll(async () => {
    api = await startApi({ env: { MODEL_DIR: threeClassModel } });
  });
  afterAll(async () => {
    await api.stop();
  });

  it.each([{}, { neutral: false }])('answers the polarity for %j: a softmax over two logits', async (options) => {
    const predictions = await predict(api.url, { text, ...options });
    golden.forEach(({ logits: [negative, , positive] }, index) => {
      expectClose(predictions[index], softmax({ NEGATIVE: negative, POSITIVE: positive }, TEMPERATURE));
    });
  });

  it('answers all three labels on request', async () => {
    const predictions = await predict(api.url, { text, neutral: true });
    golden.forEach(({ logits: [negative, neutral, positive] }, index) => {
      const logits = { NEGATIVE: negative, NEUTRAL: neutral, POSITIVE: positive };
      expectClose(predictions[index], softmax(logits, THREE_CLASS_TEMPERATURE));
    });
  });

  it('answers both kinds of requests from one entry of the cache', async () => {
    const kept = ['good parcel bad'];
    const first = await postJson(api.url, { text: kept });
    const second = await postJson(api.url, { text: kept, neutral: true });
    expect([first, second].map(({ headers }) => headers.get('cache-status'))).toEqual([
      'sentiment; fwd=miss; detail="hits=0 misses=1"',
      'sentiment; hit; detail="hits=1 misses=0"',
    ]);
    const { predictions } = (await second.json()) as { predictions: Sentiment[][] };
    expect(predictions[0]?.[0]?.label).toBe('NEUTRAL');
  });

  it('names the neutral label and the temperatures at GET /model', async () => {
    expect(await (await fetch(`${api.url}/model`)).json()).toMatchObject({
      labels: ['NEGATIVE', 'NEUTRAL', 'POSITIVE'],
      neutralLabel: 'NEUTRAL',
      temperature: TEMPERATURE,
      threeClassTemperature: THREE_CLASS_TEMPERATURE,
    });
  });

  it.each([null, 1, 'true', [], {}])('refuses "neutral": %j', async (neutral) => {
    const response = await postJson(api.url, { text, neutral });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      type: 'urn:sentiment:problem:invalid-request',
      errors: [{ pointer: '/neutral', detail: 'must be true or false' }],
    });
  });

  it('runs a text once for two requests at once, one with the neutral label', async () => {
    const uncached = await startApi({ env: { MODEL_DIR: threeClassModel, ...UNCACHED } });
    try {
      const shared = async () => metricSum(await readMetrics(uncached.url), 'sentiment_texts_shared_total');
      const before = await shared();
      const ids = uncached.workerIds();
      for (const id of ids) process.kill(id, 'SIGSTOP');
      const polarity = predict(uncached.url, { text: ['parcel'] });
      await untilRequestRead(uncached.url);
      const all = predict(uncached.url, { text: ['parcel'], neutral: true });
      await expect.poll(shared, { timeout: WAIT_LIMIT_MS }).toBe(before + 1);
      for (const id of ids) process.kill(id, 'SIGCONT');
      expect((await polarity)[0]?.map(({ label }) => label)).toEqual(['POSITIVE', 'NEGATIVE']);
      expect((await all)[0]?.map(({ label }) => label)).toEqual(['NEUTRAL', 'POSITIVE', 'NEGATIVE']);
    } finally {
      await uncached.stop();
    }
  });
});

describe('POST /predict of a model of three labels without a neutral label', () => {
  let api: Api;

  beforeAll(async () => {
    api = await startApi({ env: { MODEL_DIR: join(fixtures, 'families/roberta') } });
  });
  afterAll(async () => {
    await api.stop();
  });

  it('answers all its labels, whatever their names', async () => {
    const [first] = await predict(api.url, { text: ['good'] });
    expect(first?.map(({ label }) => label).sort()).toEqual(['negative', 'neutral', 'positive']);
    expect(await (await fetch(`${api.url}/model`)).json()).toMatchObject({ neutralLabel: null });
  });

  it('refuses "neutral": true, and names the reason', async () => {
    const response = await postJson(api.url, { text: ['good'], neutral: true });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      type: 'urn:sentiment:problem:invalid-request',
      errors: [{ pointer: '/neutral', detail: 'must be false or left out: the model roberta has no neutral label' }],
    });
  });
});
