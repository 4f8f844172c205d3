import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postJson } from '#libs/testing';
import { DropInServices, KEY, WRONG_KEY } from './drop-in-services.js';
import { type LabelScore, predictScores, predictText, toFloat32 } from './label-scores.js';

let services: DropInServices;

beforeAll(async () => {
  services = await DropInServices.start();
});
afterAll(async () => {
  await services.stop();
});

/** Sends a body as the examples with curl of text-embeddings-inference do: `POST /predict`. */
async function send(inputs: unknown, options: Record<string, unknown> = {}) {
  const response = await postJson(services.open.url, { inputs, ...options });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe('text-embeddings-inference: POST /predict', () => {
  it.each(['This is fun', 'café 😀', ''])('gives one list of labels for a text: %j', async (text) => {
    const { status, body } = await send(text);
    expect(status).toBe(200);
    expect(toFloat32(body as LabelScore[])).toEqual(await predictText(services.open.url, text));
  });

  it('gives one list of labels for a list of one text', async () => {
    const { body } = await send(['This is fun']);
    expect(toFloat32(body as LabelScore[])).toEqual(await predictText(services.open.url, 'This is fun'));
  });

  it('gives a list of labels for each text of a batch', async () => {
    const { body } = await send([['This is fun'], ['the movie was awful']]);
    const expected = await predictScores(services.open.url, ['This is fun', 'the movie was awful']);
    expect((body as LabelScore[][]).map(toFloat32)).toEqual(expected);
  });

  it.each([
    [['a', 'b'], '/inputs'],
    [[['a'], ['b', 'c']], '/inputs/1'],
  ])('refuses a pair by name: %j', async (inputs, place) => {
    const { status, body } = await send(inputs);
    expect(status).toBe(422);
    expect(body).toEqual({
      error: expect.stringContaining(
        `${place} holds two texts, which text-embeddings-inference takes for one pair`,
      ) as string,
      error_type: 'Validation',
    });
  });

  it.each([[[]], [[[]]], [null]])('refuses inputs without a text: %j', async (inputs) => {
    const { status, body } = await send(inputs);
    expect([status, body]).toEqual([422, { error: expect.any(String) as string, error_type: 'Validation' }]);
  });

  it('names the texts that were cut in a header, and refuses them where the client forbids cuts', async () => {
    const long = 'good '.repeat(20_000);
    const cut = await send([['short'], [long]]);
    expect([cut.status, cut.headers.get('x-truncated')]).toEqual([200, '1']);
    const refused = await send(long, { truncate: false });
    expect([refused.status, refused.body]).toMatchObject([422, { error_type: 'Validation' }]);
  });

  it('answers a wrong key as for the format of this service: the key is checked before the body is read', async () => {
    const { url } = services.guarded;
    const answers = await Promise.all(
      [WRONG_KEY, KEY].map((key) => postJson(url, { inputs: 'a' }, { authorization: `Bearer ${key}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 200]);
    expect(answers[0]?.headers.get('content-type')).toContain('application/problem+json');
  });
});
