import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, startLoadingApi } from '#libs/testing';
import { BUSY_KEY, countRequests, DropInServices, KEY, TOO_MANY_REQUESTS, WRONG_KEY } from './drop-in-services.js';
import { type LabelScore, predictScores, toFloat32 } from './label-scores.js';
import { PythonCalls } from './python-calls.js';
import { MODEL_NAME } from './served-model.js';

const TEXTS = ['This is fun', 'café 😀 awful'];

type Outputs = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: readonly unknown[] }>>;

describe.skipIf(isMissing('python3'))('kserve', () => {
  let services: DropInServices;
  let python: PythonCalls;

  beforeAll(async () => {
    services = await DropInServices.start();
    python = new PythonCalls('kserve_calls');
  });
  afterAll(async () => {
    await python.stop();
    await services.stop();
  });

  /** Calls V1 by `instances`, and V2 by `texts`. */
  const call = (name: 'predict' | 'infer', values: Record<string, unknown>, { url } = services.open) =>
    python.call(name, { url, model: MODEL_NAME, [name === 'predict' ? 'instances' : 'texts']: TEXTS, ...values });

  const failWith = (status: number, text: string) => ({
    type: 'HTTPStatusError',
    status,
    // The client puts the text of the answer before the status.
    message: expect.stringMatching(new RegExp(`^[^']*${text}[^']*, '${status} `)) as string,
  });

  describe('V1', () => {
    it.each([
      ['texts', TEXTS],
      ['objects', TEXTS.map((text) => ({ text }))],
    ])('predicts labels and the scores of /predict from %s', async (_, instances) => {
      const { predictions } = (await call('predict', { instances })) as { predictions: LabelScore[][] };
      expect(predictions.map(toFloat32)).toEqual(await predictScores(services.open.url, TEXTS));
    });

    it.each(['This is fun', ''])('predicts from one text: %j', async (text) => {
      const { predictions } = (await call('predict', { instances: [text] })) as { predictions: LabelScore[][] };
      expect(predictions.map(toFloat32)).toEqual(await predictScores(services.open.url, [text]));
    });

    it('finds the server live, and the model ready', async () => {
      const { url } = services.open;
      expect(await python.call('is_server_live', { url, protocol: 'v1' })).toBe(true);
      expect(await python.call('is_model_ready', { url, protocol: 'v1', model: MODEL_NAME })).toBe(true);
    });

    it('shows that the model is unknown', async () => {
      const { url } = services.open;
      const probe = python.call('is_model_ready', { url, protocol: 'v1', model: 'unknown' });
      await expect(probe).rejects.toMatchObject(failWith(404, 'The model does not exist'));
      await expect(call('predict', { model: 'unknown' })).rejects.toMatchObject(
        failWith(404, 'The model does not exist'),
      );
    });

    it('shows that the instances are no list of texts', async () => {
      await expect(call('predict', { instances: 'a' })).rejects.toMatchObject(failWith(400, 'instances'));
      await expect(call('predict', { instances: [] })).rejects.toMatchObject(failWith(400, 'instances'));
    });
  });

  describe('V2', () => {
    it.each([false, true])('infers labels and the scores of /predict, binary: %s', async (isBinary) => {
      const outputs = (await call('infer', { is_binary: isBinary })) as Outputs;
      const firsts = (await predictScores(services.open.url, TEXTS)).flatMap(([first]) => first ?? []);
      expect(outputs.label).toEqual({ shape: [TEXTS.length], data: firsts.map(({ label }) => label) });
      expect((outputs.score?.data as number[]).map(Math.fround)).toEqual(firsts.map(({ score }) => score));
    });

    it('finds the server live, and the server and the model ready', async () => {
      const { url } = services.open;
      expect(await python.call('is_server_live', { url, protocol: 'v2' })).toBe(true);
      expect(await python.call('is_server_ready', { url, protocol: 'v2' })).toBe(true);
      expect(await python.call('is_model_ready', { url, protocol: 'v2', model: MODEL_NAME })).toBe(true);
      expect(await python.call('is_model_ready', { url, protocol: 'v2', model: 'unknown' })).toBe(false);
    });

    it('shows that the model is unknown', async () => {
      await expect(call('infer', { model: 'unknown' })).rejects.toMatchObject(
        failWith(404, 'The model does not exist'),
      );
    });

    it('shows that a request has no text', async () => {
      await expect(call('infer', { texts: [] })).rejects.toMatchObject(failWith(400, ''));
    });
  });

  it.each(['v1', 'v2'])('finds the model not ready while it loads: %s', async (protocol) => {
    const { api, finish } = await startLoadingApi();
    try {
      const probe = python.call('is_model_ready', { url: api.url, protocol, model: MODEL_NAME });
      expect(await probe).toBe(false);
    } finally {
      await finish();
      await api.stop();
    }
  });

  it.each(['predict', 'infer'] as const)('shows that the key is wrong: %s', async (name) => {
    const { guarded } = services;
    await expect(call(name, { key: WRONG_KEY }, guarded)).rejects.toMatchObject(failWith(401, 'Send a valid API key'));
    expect(await call(name, { key: KEY }, guarded)).toBeTypeOf('object');
  });

  it.each(['predict', 'infer'] as const)('shows overload after exactly one request: %s', async (name) => {
    const { guarded } = services;
    const before = await countRequests(guarded);
    await expect(call(name, { key: BUSY_KEY }, guarded)).rejects.toMatchObject(failWith(429, TOO_MANY_REQUESTS));
    expect((await countRequests(guarded)) - before).toBe(1);
  });
});
