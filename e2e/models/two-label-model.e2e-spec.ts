import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJson, startApi } from '#libs/testing';

describe('the model minilm-l6-sst2, the default of former versions', () => {
  let api: Api;

  beforeAll(async () => {
    api = await startApi({ env: { MODEL: 'minilm-l6-sst2' } });
  });
  afterAll(() => api.stop());

  it('starts, so its golden answers hold on this processor, and names itself', async () => {
    const model = await (await fetch(`${api.url}/model`)).json();
    expect(model).toMatchObject({ name: 'minilm-l6-sst2', version: '2.1.1', labels: ['NEGATIVE', 'POSITIVE'] });
  });

  it('answers what it answered as the default', async () => {
    const response = await postJson(api.url, { text: ['This is fun', 'the movie was awful'] });
    const { predictions } = (await response.json()) as { predictions: { label: string; score: number }[][] };
    expect(predictions.map((sentiments) => sentiments.map(({ label }) => label))).toEqual([
      ['POSITIVE', 'NEGATIVE'],
      ['NEGATIVE', 'POSITIVE'],
    ]);
    const scores = predictions.map(([first]) => first?.score);
    // Another processor may round otherwise.
    expect(scores[0]).toBeCloseTo(0.9877, 2);
    expect(scores[1]).toBeCloseTo(0.9847, 2);
  });

  it('refuses "neutral": true, and names the reason', async () => {
    const response = await postJson(api.url, { text: ['good'], neutral: true });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      errors: [
        { pointer: '/neutral', detail: 'must be false or left out: the model minilm-l6-sst2 has no neutral label' },
      ],
    });
  });
});
