import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, postJson, startApi, UNCACHED } from '#libs/testing';
import { golden, labels, temperature, threeClassTemperature } from '../golden.js';

const goldenTexts = golden.answers.map(({ text }) => text);
const LARGEST_BATCH_EFFECT = 1e-6;
const POLARITY = ['NEGATIVE', 'POSITIVE'];

let api: Api;

beforeAll(async () => {
  api = await startApi({ env: { ...UNCACHED, MAX_WINDOWS: '1' } });
});
afterAll(async () => {
  await api.stop();
});

/** The scores of each text by label. */
async function classify(text: readonly string[], neutral: boolean): Promise<ReadonlyMap<string, number>[]> {
  const response = await postJson(api.url, { text, neutral });
  expect(response.status).toBe(200);
  const { predictions } = (await response.json()) as { predictions: { label: string; score: number }[][] };
  return predictions.map((sentiments) => new Map(sentiments.map(({ label, score }) => [label, score])));
}

/** The probability of POSITIVE of each text. */
async function positiveScores(text: readonly string[]): Promise<number[]> {
  return (await classify(text, false)).map((scores) => scores.get('POSITIVE') ?? Number.NaN);
}

/** The scores of some labels by the textbook: no code of the service. */
function softmax(logits: readonly number[], scored: readonly string[], divisor: number): Map<string, number> {
  const exponentials = scored.map((label) => Math.exp((logits[labels.indexOf(label)] ?? Number.NaN) / divisor));
  const sum = exponentials.reduce((total, exponential) => total + exponential, 0);
  return new Map(scored.map((label, index) => [label, (exponentials[index] ?? Number.NaN) / sum]));
}

/** The largest difference of a label's score; NaN when one has other labels. */
function largestDifference(some: ReadonlyMap<string, number>, others: ReadonlyMap<string, number> | undefined): number {
  if (some.size !== others?.size) return Number.NaN;
  return Math.max(...[...some].map(([label, score]) => Math.abs(score - (others.get(label) ?? Number.NaN))));
}

describe('scores', () => {
  it.each([
    ['the polarity', false, POLARITY, temperature],
    ['all three labels', true, labels, threeClassTemperature],
  ])(
    'of %s are those of the Python reference, within the tolerance, for every golden text',
    async (_, neutral, scored, divisor) => {
      expect(golden.answers.length).toBeGreaterThanOrEqual(64);
      const given = await classify(goldenTexts, neutral);
      golden.answers.forEach(({ text, logits }, index) => {
        const reference = softmax(logits, scored, divisor);
        const difference = largestDifference(reference, given[index]);
        expect(difference, text.slice(0, 60)).toBeLessThanOrEqual(golden.probabilityTolerance);
      });
    },
  );

  it('of the polarity put the label of the Python reference first, for every golden text on which it is clear', async () => {
    const scores = await positiveScores(goldenTexts);
    golden.answers.forEach(({ text, logits }, index) => {
      const reference = softmax(logits, POLARITY, temperature).get('POSITIVE') ?? Number.NaN;
      if (Math.max(reference, 1 - reference) <= 0.6) return;
      expect((scores[index] ?? Number.NaN) > 0.5, text.slice(0, 60)).toBe(reference > 0.5);
    });
  });

  it.each([
    ['the polarity', false],
    ['all three labels', true],
  ])('of %s are the same alone and in a list of 1,000', async (_, neutral) => {
    const thousand = Array.from({ length: 1_000 }, (_, index) => goldenTexts[index % goldenTexts.length] ?? '');
    const together = await classify(thousand, neutral);
    for (const [index, text] of goldenTexts.entries()) {
      const [alone = new Map<string, number>()] = await classify([text], neutral);
      for (let place = index; place < thousand.length; place += goldenTexts.length) {
        expect(largestDifference(alone, together[place])).toBeLessThanOrEqual(LARGEST_BATCH_EFFECT);
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
