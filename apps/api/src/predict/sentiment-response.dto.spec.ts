import { describe, expect, it } from 'vitest';
import type { TextOutcome } from '#libs/prediction';
import { scoreOutcomes } from '../dialect-route/score-texts.js';
import { pointToText, toSentimentResponse } from './sentiment-response.dto.js';

const MODEL = { labels: ['NEGATIVE', 'POSITIVE'], scoring: 'softmax', temperature: 1 } as const;
const predict = (truncated = false): TextOutcome => ({
  logits: new Float32Array([1, 2]),
  truncated,
  tokens: 3,
  unknownTokens: 0,
  readChars: 9,
});
const fail = (isRefused: boolean): TextOutcome => ({ failure: 'There is no answer.', isRefused });

const respondTo = (outcomes: readonly TextOutcome[]) =>
  toSentimentResponse(scoreOutcomes(outcomes, MODEL, { pointTo: pointToText }));

describe('Sentiment response', () => {
  it('lists the indexes of truncated texts only when there are some', () => {
    expect(respondTo([predict(), predict(true)]).truncated).toEqual([1]);
    expect(respondTo([predict()])).not.toHaveProperty('truncated');
  });

  it('puts the label with the highest score first', () => {
    const [first] = respondTo([predict()]).predictions;
    expect(first?.map(({ label }) => label)).toEqual(['POSITIVE', 'NEGATIVE']);
    expect((first?.[0]?.score ?? 0) + (first?.[1]?.score ?? 0)).toBeCloseTo(1, 6);
  });

  it('refuses the request when every text is refused', () => {
    const respond = () => respondTo([fail(true), fail(true)]);
    expect(respond).toThrow(expect.objectContaining({ kind: 'text-refused' }));
  });

  it('fails the request when a text has no answer, and points at it', () => {
    const respond = () => respondTo([predict(), fail(true), fail(false)]);
    expect(respond).toThrow(
      expect.objectContaining({
        kind: 'text-failed',
        message: 'The service has no answer for 2 of 3 texts.',
        faults: [
          { pointer: '/text/1', detail: 'There is no answer.' },
          { pointer: '/text/2', detail: 'There is no answer.' },
        ],
      }),
    );
  });
});
