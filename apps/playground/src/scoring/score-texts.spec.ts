import { describe, expect, it } from 'vitest';
import type { PredictionAnswer } from '../service/answers.js';
import { ServiceProblem } from '../service/service-problem.js';
import { scoreTexts } from './score-texts.js';
import type { TextResult } from './text-result.js';

const POSITIVE = { label: 'POSITIVE', score: 0.9 };
const RATE_LIMITED = new ServiceProblem('Too many requests.', 429, 'rate-limited', [], 7_000);

type Answer = (texts: readonly string[], neutral: boolean) => ServiceProblem | undefined;

/** A service that answers with a problem or, without one, with POSITIVE for each text. */
class FakeService {
  readonly lists: (readonly string[])[] = [];
  readonly results: (TextResult | undefined)[] = [];
  readonly waitsMs: number[] = [];
  readonly abort = new AbortController();

  constructor(private readonly answer: Answer = () => undefined) {}

  score(texts: readonly string[], indexes: readonly number[] = texts.map((_, index) => index)): Promise<void> {
    return scoreTexts(texts, indexes, {
      predict: (list, neutral) => this.predict(list, neutral),
      sleep: (ms) => {
        this.waitsMs.push(ms);
        return Promise.resolve();
      },
      signal: this.abort.signal,
      onResult: (index, result) => (this.results[index] = result),
      onProgress: () => {},
      onWait: () => {},
    });
  }

  private predict(list: readonly string[], neutral: boolean): Promise<PredictionAnswer> {
    this.lists.push(list);
    const problem = this.answer(list, neutral);
    return problem ? Promise.reject(problem) : Promise.resolve({ predictions: list.map(() => [POSITIVE]) });
  }
}

const makeTexts = (count: number) => Array.from({ length: count }, (_, index) => `text ${index}`);

describe('Scoring of texts', () => {
  it('sends lists of 64 texts', async () => {
    const service = new FakeService();
    await service.score(makeTexts(130));
    expect(service.lists.map((list) => list.length)).toEqual([64, 64, 2]);
    expect(service.results).toEqual(makeTexts(130).map(() => POSITIVE));
  });

  it('scores only the texts that it is asked for', async () => {
    const service = new FakeService();
    await service.score(makeTexts(4), [1, 3]);
    expect(service.lists).toEqual([['text 1', 'text 3']]);
    expect(service.results).toEqual([undefined, POSITIVE, undefined, POSITIVE]);
  });

  it('waits as long as the service asks, and sends the same list again', async () => {
    const problems = [RATE_LIMITED, RATE_LIMITED];
    const service = new FakeService(() => problems.pop());
    await service.score(makeTexts(70));
    expect(service.waitsMs).toEqual([7_000, 7_000]);
    expect(service.lists.map((list) => list.length)).toEqual([64, 64, 64, 6]);
  });

  it('halves a list that is too large until the service takes it', async () => {
    const tooLarge = new ServiceProblem('Too large.', 413, 'body-too-large');
    const service = new FakeService((list) => (list.length > 16 ? tooLarge : undefined));
    await service.score(makeTexts(64));
    expect(service.lists.map((list) => list.length)).toEqual([64, 32, 16, 16, 32, 16, 16]);
    expect(service.results).toEqual(makeTexts(64).map(() => POSITIVE));
  });

  it('gives a single text that is too large an error, and goes on', async () => {
    const tooLarge = new ServiceProblem('Too large.', 413, 'body-too-large');
    const service = new FakeService((list) => (list.includes('text 2') ? tooLarge : undefined));
    await service.score(makeTexts(4));
    expect(service.results).toEqual([POSITIVE, POSITIVE, { error: 'Too large.' }, POSITIVE]);
  });

  it('leaves out texts that the service refuses, and scores the others', async () => {
    const service = new FakeService((list) => {
      const places = list.flatMap((text, place) => (text.endsWith('1') ? [`/text/${place}`] : []));
      return places.length > 0 ? new ServiceProblem('Refused.', 422, 'text-refused', places) : undefined;
    });
    await service.score(makeTexts(3));
    expect(service.results).toEqual([POSITIVE, { error: 'Refused.' }, POSITIVE]);
  });

  it('asks for the neutral label, and goes on without it if the model has none', async () => {
    const asked: boolean[] = [];
    const service = new FakeService((_, neutral) => {
      asked.push(neutral);
      return neutral ? new ServiceProblem('No neutral label.', 422, 'invalid-request', ['/neutral']) : undefined;
    });
    await service.score(makeTexts(65));
    expect(asked).toEqual([true, false, false]);
  });

  it('keeps what was scored when the service fails', async () => {
    const unauthorized = new ServiceProblem('Send a key.', 401, 'unauthorized');
    const service = new FakeService((list) => (list.length < 64 ? unauthorized : undefined));
    await expect(service.score(makeTexts(70))).rejects.toBe(unauthorized);
    expect(service.results).toEqual(makeTexts(64).map(() => POSITIVE));
  });
});
