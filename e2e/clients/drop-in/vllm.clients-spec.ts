import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postJsonTo } from '#libs/testing';
import { BUSY_KEY, DropInServices, KEY, WRONG_KEY } from './drop-in-services.js';
import { predictScores } from './label-scores.js';
import { MODEL_NAME, readModel, type ServedModel } from './served-model.js';

const TEXTS = ['This is fun', 'the movie was awful', 'café 😀'];

interface Classification {
  readonly index: number;
  readonly label: string;
  readonly probs: readonly number[];
  readonly num_classes: number;
}

let services: DropInServices;
let model: ServedModel;

beforeAll(async () => {
  services = await DropInServices.start();
  model = await readModel(services.open.url);
});
afterAll(async () => {
  await services.stop();
});

/** vLLM has no client of its own: its users send requests as the examples with curl do. */
describe.each(['/classify', '/v1/classify'])('vLLM: POST %s', (path) => {
  const send = (input: unknown, { url } = services.open, key = KEY) =>
    postJsonTo(url, path, { model: MODEL_NAME, input }, { authorization: `Bearer ${key}` });

  it.each([[TEXTS], ['This is fun'], ['']])(
    'gives labels, and the scores of /predict in the order of the model: %j',
    async (input) => {
      const response = await send(input);
      const { object, data } = (await response.json()) as { object: string; data: Classification[] };
      const scores = await predictScores(services.open.url, [input].flat());
      const expected = scores.map((each, index) => ({
        index,
        label: each[0]?.label,
        probs: model.labels.map((name) => each.find(({ label }) => label === name)?.score),
        num_classes: model.labels.length,
      }));
      expect([response.status, object]).toEqual([200, 'list']);
      expect(data.map((each) => ({ ...each, probs: each.probs.map(Math.fround) }))).toEqual(expected);
    },
  );

  it('refuses inputs without a text', async () => {
    for (const input of [[], null, 1]) {
      const response = await send(input);
      const message = expect.stringContaining('/input must') as string;
      expect([response.status, await response.json()]).toMatchObject([400, { error: { message, param: 'input' } }]);
    }
  });

  it('refuses a wrong key', async () => {
    expect((await send('This is fun', services.guarded, WRONG_KEY)).status).toBe(401);
    expect((await send('This is fun', services.guarded)).status).toBe(200);
  });

  it('answers 429 with Retry-After to too many requests', async () => {
    const response = await send('This is fun', services.guarded, BUSY_KEY);
    expect([response.status, Number(response.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
  });
});
