import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJson, startApi, UNCACHED } from '#libs/testing';
import { golden, temperature } from '../golden.js';
const goldenTexts = golden.answers.map(({ text }) => text);
const LARGEST_BATCH_EFFECT = 1e-6;

let api: Api;

beforeAll(async () => {
  api = await startApi({ env: UNCACHED });
});
afterAll(async () => {
  await api.stop();
});

/** The probability of POSITIVE of each text. */
async function positiveScores(text: readonly string[]): Promise<number[]> {
  const response = await postJson(api.url, { text });
  expect(response.status).toBe(200);
  const { predictions } = (await response.json()) as { predictions: { label: string; score: number }[][] };
  return predictions.map((sentiments) => sentiments.find(({ label }) => label === 'POSITIVE')?.score ?? Number.NaN);
}

function sigmoid([negative, positive]: readonly [number, number]): number {
  return 1 / (1 + Math.exp((negative - positive) / temperature));
}

describe('scores', () => {
  it('are those of the Python reference, within the tolerance, for every golden text', async () => {
    expect(golden.answers.length).toBeGreaterThanOrEqual(64);
    const scores = await positiveScores(goldenTexts);
    golden.answers.forEach(({ text, logits }, index) => {
      const reference = sigmoid(logits);
      const score = scores[index] ?? Number.NaN;
      expect(Math.abs(score - reference), text.slice(0, 60)).toBeLessThanOrEqual(golden.probabilityTolerance);
      if (Math.max(reference, 1 - reference) > 0.6) expect(score > 0.5, text.slice(0, 60)).toBe(reference > 0.5);
    });
  });

  it('are the same alone and in a list of 1,000', async () => {
    const thousand = Array.from({ length: 1_000 }, (_, index) => goldenTexts[index % goldenTexts.length] ?? '');
    const together = await positiveScores(thousand);
    for (const [index, text] of goldenTexts.entries()) {
      const [alone = Number.NaN] = await positiveScores([text]);
      for (let place = index; place < thousand.length; place += goldenTexts.length) {
        expect(Math.abs((together[place] ?? Number.NaN) - alone)).toBeLessThanOrEqual(LARGEST_BATCH_EFFECT);
      }
    }
  });

  it('do not depend on neighbours, whatever they are', async () => {
    const batchMate = fc.oneof(
      fc.constantFrom(...goldenTexts),
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.integer({ min: 1, max: 600 }).map((words) => 'again and '.repeat(words)),
    );
    const subject = 'The plot is thin, the jokes are old, and yet I smiled all the way through.';
    const [alone = Number.NaN] = await positiveScores([subject]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(batchMate, { maxLength: 20 }),
        fc.array(batchMate, { maxLength: 20 }),
        async (before, after) => {
          const beside = (await positiveScores([...before, subject, ...after]))[before.length] ?? Number.NaN;
          expect(Math.abs(beside - alone)).toBeLessThanOrEqual(LARGEST_BATCH_EFFECT);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are those of the text alone in 1,000 random batches, at any padding', async () => {
    const words = goldenTexts.join(' ').split(/\s+/);
    const texts = [
      ...goldenTexts.filter((text) => text.length < 2_000),
      ...Array.from({ length: 120 }, (_, size) => words.slice(size * 3, size * 4 + 1).join(' ')),
    ];
    const alone: number[] = [];
    for (const text of texts) alone.push((await positiveScores([text]))[0] ?? Number.NaN);
    const batch = fc.array(fc.nat(texts.length - 1), { minLength: 2, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(batch, async (places) => {
        const scores = await positiveScores(places.map((place) => texts[place] ?? ''));
        places.forEach((place, at) => {
          const difference = Math.abs((scores[at] ?? Number.NaN) - (alone[place] ?? Number.NaN));
          expect(difference, texts[place]?.slice(0, 60)).toBeLessThanOrEqual(LARGEST_BATCH_EFFECT);
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('do not depend on requests at the same time, whatever their number, sizes and lengths', async () => {
    const alone: number[] = [];
    for (const text of goldenTexts) alone.push((await positiveScores([text]))[0] ?? Number.NaN);
    const request = fc.array(fc.nat(goldenTexts.length - 1), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 12 }), async (requests) => {
        const answers = await Promise.all(
          requests.map((places) => positiveScores(places.map((place) => goldenTexts[place] ?? ''))),
        );
        requests.forEach((places, index) => {
          expect(answers[index]).toHaveLength(places.length);
          places.forEach((place, at) => {
            const difference = Math.abs((answers[index]?.[at] ?? Number.NaN) - (alone[place] ?? Number.NaN));
            expect(difference).toBeLessThanOrEqual(LARGEST_BATCH_EFFECT);
          });
        });
      }),
      { numRuns: 20 },
    );
  });
});
