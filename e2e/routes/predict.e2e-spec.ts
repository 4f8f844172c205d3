import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJson, startApi } from '#libs/testing';

interface Answer {
  predictions: { label: string; score: number }[][];
  truncated?: number[];
}

let api: Api;

beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  expect(await api.stop()).toBe(0);
});

async function predict(text: string[]): Promise<Answer> {
  const response = await postJson(api.url, { text });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

function getScore(answer: Answer, index: number, label: string): number {
  return answer.predictions[index]?.find((sentiment) => sentiment.label === label)?.score ?? Number.NaN;
}

describe('POST /predict', () => {
  it('answers every text in order with every label, highest score first', async () => {
    const answer = await predict(['This is fun', 'the movie was awful']);
    expect(Object.keys(answer)).toEqual(['predictions']);
    expect(answer.predictions.map((sentiments) => sentiments.map(({ label }) => label))).toEqual([
      ['POSITIVE', 'NEGATIVE'],
      ['NEGATIVE', 'POSITIVE'],
    ]);
    for (const sentiments of answer.predictions) {
      const scores = sentiments.map(({ score }) => score);
      expect(Math.abs(scores.reduce((sum, score) => sum + score, 0) - 1)).toBeLessThan(1e-6);
      for (const score of scores) expect(Math.fround(score)).toBe(score);
    }
  });

  it('answers the first request of the guide at /docs with the answer that the guide shows', async () => {
    const { info } = (await (await fetch(`${api.url}/openapi.json`)).json()) as { info: { description: string } };
    const body = /^curl .* -d '(.+)'$/m.exec(info.description)?.[1] ?? '';
    const shown = JSON.parse(/^```json\n(.+)\n```$/m.exec(info.description)?.[1] ?? '') as Answer;
    const given = await predict((JSON.parse(body) as { text: string[] }).text);
    const toLabels = ({ predictions }: Answer) => predictions.map((scores) => scores.map(({ label }) => label));
    expect(toLabels(given)).toEqual(toLabels(shown));
    // Another processor may round otherwise.
    expect(getScore(given, 0, 'POSITIVE')).toBeCloseTo(getScore(shown, 0, 'POSITIVE'), 2);
  });

  it('agrees with the replaced service on its own two examples', async () => {
    const answer = await predict(['I hate you.', 'I love you.']);
    expect(Math.abs(getScore(answer, 0, 'NEGATIVE') - 0.936)).toBeLessThanOrEqual(0.15);
    expect(Math.abs(getScore(answer, 1, 'POSITIVE') - 0.997)).toBeLessThanOrEqual(0.15);
  });

  it('names the model and its digest', async () => {
    const response = await postJson(api.url, { text: ['fine'] });
    const model = (await (await fetch(`${api.url}/model`)).json()) as { name: string; digest: string };
    expect(response.headers.get('x-model')).toBe(`${model.name}@${model.digest.slice(0, 12)}`);
  });

  it('says which texts were cut, and only then', async () => {
    // 16 windows hold 1,776 tokens besides the special ones.
    const texts = [511, 1_776, 1_777, 300_000].map((count) => 'word '.repeat(count));
    const answer = await predict(['short', ...texts]);
    expect(answer.truncated).toEqual([3, 4]);
    expect(answer.predictions).toHaveLength(5);
  });

  it.each([
    ['an empty text', ''],
    ['blanks', ' \t\n '],
    ['a lone surrogate', 'good \ud800 film'],
    ['NUL', 'good\u0000film'],
    ['emoji', '👨‍👩‍👧‍👦 😍'],
    ['right-to-left text', 'كان الفيلم رائعا'],
    ['a million of one letter', 'a'.repeat(1_000_000)],
    ['ten thousand combining marks', `e${'\u0301'.repeat(10_000)}`],
    ['a megabyte without blanks', '好'.repeat(600_000)],
    ['a long base64 word', 'QUJD'.repeat(100_000)],
  ])('answers %s like any other text, within five seconds', async (_, text) => {
    const start = performance.now();
    const answer = await predict([text]);
    expect(answer.predictions[0]).toHaveLength(2);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('reads a lone surrogate as U+FFFD', async () => {
    const answer = await predict(['\ud800 fun', '\ufffd fun']);
    expect(answer.predictions[0]).toEqual(answer.predictions[1]);
  });

  it.each([
    [undefined],
    ['application/json'],
    ['application/json; charset=UTF-8'],
    ['application/vnd.api+json'],
    ['APPLICATION/JSON'],
  ])('takes JSON with Content-Type %s', async (contentType) => {
    const response = await fetch(`${api.url}/predict`, {
      method: 'POST',
      // A body of bytes: fetch adds a Content-Type to strings.
      body: new TextEncoder().encode('{"text":["This is fun"],"unknown":{"ignored":true}}'),
      headers: contentType ? { 'content-type': contentType } : {},
    });
    expect(response.status).toBe(200);
  });

  it('skips a byte order mark', async () => {
    expect((await postJson(api.url, '\ufeff{"text":["This is fun"]}')).status).toBe(200);
  });

  it('does not let a request change the prototype of anything', async () => {
    expect((await postJson(api.url, '{"__proto__":{"text":["x"]}}')).status).toBe(422);
    expect((await postJson(api.url, '{"text":["x"],"constructor":{"prototype":{"polluted":1}}}')).status).toBe(200);
  });
});
