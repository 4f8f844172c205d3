import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMissing, startLoadingApi } from '#libs/testing';
import { BUSY_KEY, countRequests, DropInServices, KEY, TOO_MANY_REQUESTS, WRONG_KEY } from './drop-in-services.js';
import { predictScores } from './label-scores.js';
import { PythonCalls } from './python-calls.js';
import { MODEL_NAME, readModel, type ServedModel } from './served-model.js';

const TEXTS = ['This is fun', 'café 😀 awful'];

interface Output {
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}
type Outputs = Readonly<Record<string, Output>>;

/** This client wants an address without a scheme. */
function toAddress({ url }: { readonly url: string }): string {
  return new URL(url).host;
}

describe.skipIf(isMissing('python3'))('tritonclient', () => {
  let services: DropInServices;
  let python: PythonCalls;
  let model: ServedModel;

  beforeAll(async () => {
    services = await DropInServices.start();
    model = await readModel(services.open.url);
    python = new PythonCalls('tritonclient_calls');
  });
  afterAll(async () => {
    await python.stop();
    await services.stop();
  });

  async function infer(values: Record<string, unknown>, api = services.open): Promise<Outputs> {
    const request = { address: toAddress(api), model: MODEL_NAME, texts: TEXTS, shape: [TEXTS.length], ...values };
    return (await python.call('infer', request)) as Outputs;
  }

  /** The outputs for texts by the answer of `/predict`. */
  async function expectOutputs(texts: readonly string[]): Promise<Outputs> {
    const scores = await predictScores(services.open.url, texts);
    const firsts = scores.flatMap(([first]) => first ?? []);
    const probabilities = scores.flatMap((each) =>
      model.labels.map((name) => each.find(({ label }) => label === name)?.score),
    );
    const shape = [texts.length];
    return {
      label: { datatype: 'BYTES', shape, data: firsts.map(({ label }) => label) },
      score: { datatype: 'FP32', shape, data: firsts.map(({ score }) => score) },
      probabilities: { datatype: 'FP32', shape: [...shape, model.labels.length], data: probabilities },
      truncated: { datatype: 'BOOL', shape, data: texts.map(() => false) },
    };
  }

  it('finds the server live, and the server and the model ready', async () => {
    const probed = await python.call('probe', { address: toAddress(services.open), model: MODEL_NAME });
    expect(probed).toEqual({ live: true, ready: true, model_ready: true, version_ready: true });
  });

  it('finds the server live and not ready while the model loads', async () => {
    const { api, finish } = await startLoadingApi();
    try {
      const probed = await python.call('probe', { address: toAddress(api), model: MODEL_NAME });
      expect(probed).toEqual({ live: true, ready: false, model_ready: false, version_ready: false });
    } finally {
      await finish();
      await api.stop();
    }
  });

  it('reads the metadata of the server and of the model', async () => {
    expect(await python.call('describe', { address: toAddress(services.open), model: MODEL_NAME })).toMatchObject({
      server: { extensions: expect.arrayContaining(['binary_tensor_data']) as unknown },
      model: {
        name: MODEL_NAME,
        inputs: [{ name: 'text', datatype: 'BYTES' }],
        outputs: expect.arrayContaining([expect.objectContaining({ name: 'label', datatype: 'BYTES' })]) as unknown,
      },
      repository: [model.name, MODEL_NAME].map((name) => ({ name, state: 'READY' })),
    });
  });

  it.each([
    ['binary tensors, the default', { tensor: {} }],
    ['JSON', { tensor: { binary_data: false } }],
    ['one text in a row', { shape: [TEXTS.length, 1] }],
    ['one text in a row, and JSON', { shape: [TEXTS.length, 1], tensor: { binary_data: false } }],
    ['another name of the input', { name: 'inputs' }],
    ['the version 1 of the model', { model_version: '1' }],
    ['the model by its own name', { model: 'minilm-l6-sentiment' }],
  ])('infers labels and the scores of /predict from %s', async (_, values) => {
    expect(await infer(values)).toMatchObject(await expectOutputs(TEXTS));
  });

  it.each(['This is fun', ''])('infers from one text: %j', async (text) => {
    expect(await infer({ texts: [text], shape: [1] })).toMatchObject(await expectOutputs([text]));
  });

  it.each([true, false])('gets the requested outputs alone, binary: %s', async (binary) => {
    const { label, probabilities } = await expectOutputs(TEXTS);
    const outputs = ['label', 'probabilities'].map((name) => ({ name, binary_data: binary }));
    expect(await infer({ outputs })).toEqual({ label, probabilities });
  });

  it('gets the classes of the classification extension: score, index and label', async () => {
    const { probabilities } = await infer({ outputs: [{ name: 'probabilities', class_count: 2 }] });
    const scores = await predictScores(services.open.url, TEXTS);
    const expected = scores.flat().map(({ label, score }) => [score, model.labels.indexOf(label), label]);
    const classes = (probabilities?.data as string[]).map((each) => {
      const [score, index, label] = each.split(':');
      return [Math.fround(Number(score)), Number(index), label];
    });
    expect([probabilities?.shape, classes]).toEqual([[TEXTS.length, 2], expected]);
  });

  const failWith = (status: number, text: string) => ({
    type: 'InferenceServerException',
    status,
    message: expect.stringContaining(`[${status}] ${text}`) as string,
  });

  it('shows that the model is unknown', async () => {
    await expect(infer({ model: 'unknown' })).rejects.toMatchObject(failWith(404, 'The model does not exist'));
  });

  it('shows that compressed bodies are not supported', async () => {
    const call = infer({ request_compression_algorithm: 'gzip' });
    await expect(call).rejects.toMatchObject(failWith(415, ''));
  });

  it('shows that an output is unknown', async () => {
    const call = infer({ outputs: [{ name: 'scores' }] });
    await expect(call).rejects.toMatchObject(failWith(400, '/outputs/0/name must be one of label'));
  });

  it.each([true, false])('shows that a request has no text, binary: %s', async (binary) => {
    const call = infer({ texts: [], shape: [0], tensor: { binary_data: binary } });
    await expect(call).rejects.toMatchObject(failWith(400, ''));
  });

  it('shows that the key is wrong', async () => {
    await expect(infer({ key: WRONG_KEY }, services.guarded)).rejects.toMatchObject(
      failWith(401, 'Send a valid API key'),
    );
    expect(Object.keys(await infer({ key: KEY }, services.guarded))).toContain('label');
  });

  it('shows that the client has sent too many requests, after exactly one request', async () => {
    const { guarded } = services;
    const before = await countRequests(guarded);
    await expect(infer({ key: BUSY_KEY }, guarded)).rejects.toMatchObject(failWith(429, TOO_MANY_REQUESTS));
    expect((await countRequests(guarded)) - before).toBe(1);
  });
});
