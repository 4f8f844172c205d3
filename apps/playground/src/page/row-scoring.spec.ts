import { beforeEach, describe, expect, it } from 'vitest';
import type { PredictionAnswer } from '../service/answers.js';
import { ServiceProblem } from '../service/service-problem.js';
import type { TextResult } from '../scoring/text-result.js';
import { RowScoring } from './row-scoring.js';

const POSITIVE = { label: 'POSITIVE', score: 0.9 };
const OBSERVER = { onProgress: () => {}, onWait: () => {} };

let results: (TextResult | undefined)[];
let asked: string[];
let keyRequests: number;
let predict: (texts: readonly string[], signal: AbortSignal) => Promise<PredictionAnswer>;
let scoring: RowScoring;

beforeEach(() => {
  [results, asked, keyRequests] = [[], [], 0];
  predict = (texts) => Promise.resolve({ predictions: texts.map(() => [POSITIVE]) });
  scoring = new RowScoring({
    predict: (texts, _, signal) => {
      asked.push(...texts);
      return predict(texts, signal);
    },
    sleep: () => Promise.resolve(),
    onKeyRequired: () => (keyRequests += 1),
  });
});

describe('Scoring of rows', () => {
  it('leaves out blank texts and rows that have a result', async () => {
    results = [POSITIVE];
    expect(await scoring.score(['done', ' ', 'new'], results, OBSERVER)).toBeUndefined();
    expect(asked).toEqual(['new']);
    expect(results).toEqual([POSITIVE, undefined, POSITIVE]);
  });

  it('ends with a sentence when the user cancels', async () => {
    predict = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      });
    const scored = scoring.score(['one'], results, OBSERVER);
    scoring.cancel();
    expect(await scored).toBe('You have cancelled the scoring. The scored rows keep their scores.');
  });

  it('ends with a sentence when the service fails, and asks for an API key where it needs one', async () => {
    predict = () => Promise.reject(new ServiceProblem('The service asks for an API key.', 401, 'unauthorized'));
    expect(await scoring.score(['one'], results, OBSERVER)).toBe(
      'The scoring has stopped. The service asks for an API key. The scored rows keep their scores.',
    );
    expect([keyRequests, results]).toEqual([1, []]);
  });
});
