import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, postJsonTo, startLoadingApi } from '#libs/testing';
import { BUSY_KEY, countRequests, DropInServices, KEY, TOO_MANY_REQUESTS, WRONG_KEY } from './drop-in-services.js';
import { type LabelScore, predictScores, predictText, toFloat32 } from './label-scores.js';
import { PythonCalls } from './python-calls.js';

const TEXTS = ['the movie was awful', 'This is fun', 'café 😀'];

describe.skipIf(isMissing('python3'))('huggingface_hub', () => {
  let services: DropInServices;
  let python: PythonCalls;

  beforeAll(async () => {
    services = await DropInServices.start();
    python = new PythonCalls('huggingface_hub_calls');
  });
  afterAll(async () => {
    await python.stop();
    await services.stop();
  });

  async function classify(url: string, text: unknown, options: Record<string, unknown> = {}): Promise<LabelScore[]> {
    return (await python.call('classify', { url, key: KEY, text, ...options })) as LabelScore[];
  }

  it.each([...TEXTS, ''])('gives the labels and scores of /predict for a text: %j', async (text) => {
    const { url } = services.open;
    expect(toFloat32(await classify(url, text))).toEqual(await predictText(url, text));
  });

  it.each(['classify_with_base_url', 'classify_with_model_url'])('finds the service by %s', async (name) => {
    const { url } = services.open;
    const scores = (await python.call(name, { url, key: KEY, text: 'This is fun' })) as LabelScore[];
    expect(toFloat32(scores)).toEqual(await predictText(url, 'This is fun'));
  });

  it('gives one label for top_k 1', async () => {
    const { url } = services.open;
    const [first] = await predictText(url, 'This is fun');
    expect(toFloat32(await classify(url, 'This is fun', { top_k: 1 }))).toEqual([first]);
  });

  it('gives logits for the function none, and the sigmoid of each for the function sigmoid', async () => {
    const { url } = services.open;
    const logits = await classify(url, 'This is fun', { function_to_apply: 'none' });
    const scores = await classify(url, 'This is fun', { function_to_apply: 'sigmoid' });
    const expected = logits.map(({ label, score }) => ({
      label,
      score: expect.closeTo(1 / (1 + Math.exp(-score)), 6) as number,
    }));
    expect(scores).toEqual(expected);
  });

  it('reads the first of several texts; the answer has all of them', async () => {
    const { url } = services.open;
    const expected = await predictScores(url, TEXTS);
    expect(toFloat32(await classify(url, TEXTS))).toEqual(expected[0]);
    const answer = (await (await postJsonTo(url, '/', { inputs: TEXTS, parameters: {} })).json()) as LabelScore[][];
    expect(answer.map(toFloat32)).toEqual(expected);
  });

  it('shows that the key is wrong', async () => {
    const call = python.call('classify', { url: services.guarded.url, key: WRONG_KEY, text: 'This is fun' });
    await expect(call).rejects.toMatchObject({
      type: 'HfHubHTTPError',
      status: 401,
      message: expect.stringContaining('Send a valid API key') as string,
    });
    expect(await classify(services.guarded.url, 'This is fun')).toHaveLength(2);
  });

  it('shows that a list has no text', async () => {
    await expect(classify(services.open.url, [])).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('/inputs must have at least one text') as string,
    });
  });

  it('shows that the client has sent too many requests, after exactly one request', async () => {
    const { guarded } = services;
    const before = await countRequests(guarded);
    await expect(classify(guarded.url, 'This is fun', { key: BUSY_KEY })).rejects.toMatchObject({
      status: 429,
      message: expect.stringContaining(TOO_MANY_REQUESTS) as string,
    });
    expect((await countRequests(guarded)) - before).toBe(1);
  });

  it('gets 429 and never 503 while the model loads', async () => {
    const { api, finish } = await startLoadingApi();
    try {
      await expect(classify(api.url, 'This is fun')).rejects.toMatchObject({ status: 429 });
      expect(await countRequests(api)).toBe(1);
    } finally {
      await finish();
      await api.stop();
    }
  });
});
