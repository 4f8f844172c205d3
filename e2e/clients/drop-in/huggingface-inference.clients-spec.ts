import { InferenceClient, type TextClassificationArgs } from '@huggingface/inference';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, startLoadingApi, UNCACHED } from '#libs/testing';
import { BUSY_KEY, countRequests, DropInServices, KEY, TOO_MANY_REQUESTS, WRONG_KEY } from './drop-in-services.js';
import { predictText, toFloat32 } from './label-scores.js';

let services: DropInServices;

beforeAll(async () => {
  services = await DropInServices.start();
});
afterAll(async () => {
  await services.stop();
});

/** Calls the client as its users do. Only the URL and the key are those of the service. */
function classify(url: string, inputs: string, key = KEY, parameters: TextClassificationArgs['parameters'] = {}) {
  return new InferenceClient(key).endpoint(url).textClassification({ inputs, parameters });
}

describe('@huggingface/inference: a text', () => {
  it.each(['This is fun', 'the movie was awful', 'café 😀', ''])(
    'has the labels and scores of /predict: %j',
    async (text) => {
      const { url } = services.open;
      expect(toFloat32(await classify(url, text))).toEqual(await predictText(url, text));
    },
  );

  it('is classified through the option endpointUrl, and through the path of a model', async () => {
    const { url } = services.open;
    const expected = await predictText(url, 'This is fun');
    const client = new InferenceClient(KEY, { endpointUrl: `${url}/models/owner/name` });
    expect(toFloat32(await client.textClassification({ inputs: 'This is fun' }))).toEqual(expected);
  });

  it('has one label when the client asks for one', async () => {
    const { url } = services.open;
    const [first] = await predictText(url, 'This is fun');
    expect(toFloat32(await classify(url, 'This is fun', KEY, { top_k: 1 }))).toEqual([first]);
  });
});

describe('@huggingface/inference: several texts', () => {
  it('are all in the answer, of which textClassification() reads the first text', async () => {
    const { url } = services.open;
    const inputs = ['the movie was awful', 'This is fun'];
    const client = new InferenceClient(KEY, { endpointUrl: url });
    // Its type allows one text alone, and its code sends what it gets.
    const first = await client.textClassification({ inputs: inputs as unknown as string });
    expect(toFloat32(first)).toEqual(await predictText(url, 'the movie was awful'));
  });
});

describe('@huggingface/inference: an error', () => {
  const failWith = (status: number, text: string) => ({
    message: expect.stringContaining(text) as string,
    httpResponse: expect.objectContaining({ status }) as unknown,
  });

  it('shows that the key is wrong', async () => {
    const { url } = services.guarded;
    await expect(classify(url, 'This is fun', WRONG_KEY)).rejects.toMatchObject(failWith(401, 'Send a valid API key'));
    expect(await classify(url, 'This is fun', KEY)).toHaveLength(2);
  });

  it('shows which part of the request is not valid', async () => {
    const call = classify(services.open.url, 'This is fun', KEY, { top_k: 0 });
    await expect(call).rejects.toMatchObject(failWith(422, '/parameters/top_k must be'));
  });

  it('shows that the client has sent too many requests, after exactly one request', async () => {
    const { guarded } = services;
    const before = await countRequests(guarded);
    const call = classify(guarded.url, 'This is fun', BUSY_KEY);
    await expect(call).rejects.toMatchObject(failWith(429, TOO_MANY_REQUESTS));
    expect((await countRequests(guarded)) - before).toBe(1);
  });

  it('comes after exactly one request when the service cannot answer in time', async () => {
    const api = await startApi({ env: { ...UNCACHED, REQUEST_TIMEOUT_MS: '1' } });
    try {
      await expect(classify(api.url, 'fun '.repeat(2_000))).rejects.toMatchObject({
        httpResponse: { status: expect.toBeOneOf([429, 504]) as number },
      });
      expect(await countRequests(api)).toBe(1);
    } finally {
      await api.stop();
    }
  });

  it('is 429 after exactly one request while the model loads: this client repeats a 503 without end', async () => {
    const { api, finish } = await startLoadingApi();
    try {
      await expect(classify(api.url, 'This is fun')).rejects.toMatchObject(failWith(429, 'loading'));
      expect(await countRequests(api)).toBe(1);
    } finally {
      await finish();
      await api.stop();
    }
  });
});
