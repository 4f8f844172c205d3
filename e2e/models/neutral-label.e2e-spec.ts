import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJson, startApi } from '#libs/testing';

interface Sentiment {
  readonly label: string;
  readonly score: number;
}

describe.each(['minilm-l6-sentiment', 'minilm-l3-sentiment'])('the model %s', (MODEL) => {
  let api: Api;

  beforeAll(async () => {
    api = await startApi({ env: { MODEL } });
  });
  afterAll(() => api.stop());

  async function classify(text: readonly string[], neutral = false): Promise<Sentiment[][]> {
    const response = await postJson(api.url, { text, neutral });
    expect(response.status).toBe(200);
    return ((await response.json()) as { predictions: Sentiment[][] }).predictions;
  }

  it('starts, so its golden answers hold on this processor, and answers two labels', async () => {
    const [sentiments] = await classify(['The soup was delicious.']);
    expect(sentiments?.map(({ label }) => label)).toEqual(['POSITIVE', 'NEGATIVE']);
  });

  it('answers three labels on request, and calls statements of fact neutral', async () => {
    const facts = ['The meeting starts at nine.', 'What time do you open on Saturday?', 'The parcel came on Tuesday.'];
    const answers = await classify(facts, true);
    for (const sentiments of answers) {
      expect(sentiments).toHaveLength(3);
      expect(sentiments[0]?.label).toBe('NEUTRAL');
      expect(sentiments.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 6);
    }
  });

  it('gives a text with a handle, an address or HTML around it the scores of the text alone', async () => {
    const text = 'the food was cold and the waiter was rude';
    const variants = [`@CityDiner ${text}`, `${text} https://t.co/Xy12ab`, `<p>${text}</p>`, `RT @a: ${text}`];
    const [alone, ...others] = await classify([text, ...variants]);
    for (const other of others) expect(other).toEqual(alone);
  });

  it('reads emoji', async () => {
    const labels = (await classify(['👎', '😡', '🤮', '👍', '😍', '🎉'])).map((sentiments) => sentiments[0]?.label);
    expect(labels).toEqual([...Array<string>(3).fill('NEGATIVE'), ...Array<string>(3).fill('POSITIVE')]);
  });
});
