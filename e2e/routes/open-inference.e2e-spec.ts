import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postJson, startApi, type Api } from '#libs/testing';

interface Sentiment {
  readonly label: string;
  readonly score: number;
}
interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

const TEXTS = ['This is fun', 'the movie was awful', '😀 I love it'];
const INFER = '/v2/models/sentiment/infer';
/** A service with this little memory for a body must not trust a length of 4 GiB. */
const HUGE_LENGTH = 0xffff_ffff;

let api: Api;
let expected: Sentiment[][];

beforeAll(async () => {
  api = await startApi();
  const response = await postJson(api.url, { text: TEXTS });
  ({ predictions: expected } = (await response.json()) as { predictions: Sentiment[][] });
});
afterAll(() => api.stop());

const JSON_TYPE = { 'content-type': 'application/json' };

async function post(path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE) {
  const response = await fetch(api.url + path, { method: 'POST', headers, body });
  const text = await response.text();
  return {
    status: response.status,
    mediaType: response.headers.get('content-type'),
    json: JSON.parse(text) as Record<string, unknown>,
  };
}

/** Elements as the binary extension writes them. */
function encode(texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

function postBinary(tensor: object, tensorBytes: Uint8Array, headerLength?: string, type?: string) {
  const json = JSON.stringify({ inputs: [tensor] });
  const body = new Uint8Array(Buffer.concat([Buffer.from(json), tensorBytes]));
  return post(INFER, body, {
    ...(type !== undefined && { 'content-type': type }),
    'inference-header-content-length': headerLength ?? String(Buffer.byteLength(json)),
  });
}

const binaryTensor = (count: number, bytes: number) => ({
  name: 'text',
  shape: [count],
  datatype: 'BYTES',
  parameters: { binary_data_size: bytes },
});

const readOutputs = (json: Record<string, unknown>) =>
  Object.fromEntries((json.outputs as Tensor[]).map(({ name, data }) => [name, data]));

describe('Open Inference Protocol', () => {
  it.each([
    ['flat', [3], TEXTS],
    ['nested', [3, 1], TEXTS.map((text) => [text])],
  ])('gives the scores of POST /predict for %s data', async (_, shape, data) => {
    const body = { id: 'a1', inputs: [{ name: 'any', shape, datatype: 'BYTES', data }] };
    const { status, mediaType, json } = await post(INFER, JSON.stringify(body));
    expect([status, mediaType, json.id]).toEqual([200, 'application/json', 'a1']);
    expect(readOutputs(json)).toEqual({
      label: expected.map(([first]) => first?.label),
      score: expected.map(([first]) => first?.score),
      probabilities: expected.flatMap((labels) =>
        ['NEGATIVE', 'POSITIVE'].map((name) => labels.find(({ label }) => label === name)?.score),
      ),
      truncated: [false, false, false],
    });
  });

  it.each([undefined, 'application/octet-stream'])('reads binary tensors with the Content-Type %s', async (type) => {
    const bytes = encode(TEXTS);
    const { status, json } = await postBinary(binaryTensor(TEXTS.length, bytes.length), bytes, undefined, type);
    expect([status, readOutputs(json).score]).toEqual([200, expected.map(([first]) => first?.score)]);
  });

  it.each([
    [
      'an element that is longer than the data',
      () => {
        const bytes = encode(['ab']);
        bytes.writeUInt32LE(HUGE_LENGTH);
        return postBinary(binaryTensor(1, bytes.length), bytes);
      },
    ],
    ['fewer elements than the shape', () => postBinary(binaryTensor(2, 6), encode(['ab']))],
    ['more elements than the shape', () => postBinary(binaryTensor(1, 12), encode(['ab', 'cd']))],
    ['a size that is not that of the data', () => postBinary(binaryTensor(1, 5), encode(['ab']))],
    ['a negative size', () => postBinary(binaryTensor(1, -1), encode(['ab']))],
    ['a JSON that ends after the body', () => postBinary(binaryTensor(1, 6), encode(['ab']), '99999')],
    ['a JSON of no length', () => postBinary(binaryTensor(1, 6), encode(['ab']), '0')],
    ['a length that is no number', () => postBinary(binaryTensor(1, 6), encode(['ab']), '-7')],
    ['a text that is not UTF-8', () => postBinary(binaryTensor(1, 6), Uint8Array.of(2, 0, 0, 0, 0xff, 0xfe))],
    ['a shape past 2^53', () => postBinary(binaryTensor(2 ** 60, 6), encode(['ab']))],
    ['deep nesting', () => post(INFER, `{"inputs":${'['.repeat(5_000)}`)],
  ])('refuses %s at once by 400', async (_, send) => {
    const { status, mediaType, json } = await send();
    expect([status, mediaType, typeof json.error]).toEqual([400, 'application/json', 'string']);
  });

  it('answers 404 for another model', async () => {
    expect(await post('/v2/models/other/infer', '{}')).toMatchObject({ status: 404, mediaType: 'application/json' });
    expect((await fetch(`${api.url}/v2/models/sentiment/versions/9`)).status).toBe(404);
  });
});

describe.each(['/v1/models/sentiment:predict', '/v1/models/minilm-l6-sentiment%3Apredict'])(
  'KServe V1: POST %s',
  (path) => {
    it('gives the scores of POST /predict', async () => {
      const { json } = await post(path, JSON.stringify({ instances: [TEXTS[0], { text: TEXTS[1] }, TEXTS[2]] }));
      expect(json).toEqual({ predictions: expected });
    });

    it('refuses other bodies by 400', async () => {
      expect(await post(path, '{"instances":"a"}')).toMatchObject({
        status: 400,
        json: { error: 'Expected "instances" to be a list' },
      });
    });
  },
);

describe.each(['/classify', '/v1/classify'])('vLLM: POST %s', (path) => {
  it('gives the probabilities of POST /predict, in the order of the labels', async () => {
    const { json } = await post(path, JSON.stringify({ model: 'any', input: TEXTS }));
    expect(json).toMatchObject({
      object: 'list',
      data: expected.map((labels, index) => ({
        index,
        label: labels[0]?.label,
        probs: ['NEGATIVE', 'POSITIVE'].map((name) => labels.find(({ label }) => label === name)?.score),
        num_classes: 2,
      })),
    });
  });

  it('refuses token ids by name', async () => {
    expect(await post(path, '{"input":[1,2]}')).toMatchObject({
      status: 400,
      json: { error: { type: 'BadRequestError', param: 'input', code: 400 } },
    });
  });
});
