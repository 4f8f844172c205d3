import { describe, expect, it } from 'vitest';
import type { TextOutcome } from '#libs/prediction';
import { THREE_CLASS_MODEL, toOutcome } from '../../dialect-route/model.fake.js';
import { readClassificationRequest } from './classification-request.js';

const MODEL = { ...THREE_CLASS_MODEL, temperature: 2, threeClassTemperature: 1 };
const CONTEXT = { maxTexts: 3, hasAllLabels: false, hasCloudLimits: false };
const STAMP = { requestId: 'id-1', createdSeconds: 1_700_000_000 };
const close = (score: number) => expect.closeTo(score, 6) as number;
const predict = (logits: readonly number[], tokens: number, truncated = false) =>
  toOutcome(logits, { tokens, truncated });
const OUTCOMES = [predict([0, 5, 2 * Math.log(3)], 3), predict([2 * Math.log(3), 5, 0], 4, true)];

const read = (body: unknown, context = CONTEXT) => readClassificationRequest(body, context, STAMP);
function answer(body: unknown, outcomes: readonly TextOutcome[] = OUTCOMES, context = CONTEXT) {
  return read(body, context).render({ outcomes, model: MODEL, timings: undefined, lookup: undefined });
}

describe('Classification of vLLM', () => {
  it('has the probabilities of each text in the order of the labels, and counts the tokens', () => {
    const { body, firstLabels, truncated } = answer({ model: 'another name', input: ['a', 'b'] });
    expect(body).toEqual({
      id: 'classify-id-1',
      object: 'list',
      created: 1_700_000_000,
      model: 'fake',
      data: [
        { index: 0, label: 'POSITIVE', probs: [close(0.25), close(0.75)], num_classes: 2 },
        { index: 1, label: 'NEGATIVE', probs: [close(0.75), close(0.25)], num_classes: 2 },
      ],
      usage: { prompt_tokens: 7, total_tokens: 7, completion_tokens: 0, prompt_tokens_details: null },
    });
    expect([firstLabels.map(({ label }) => label), truncated]).toEqual([['POSITIVE', 'NEGATIVE'], [1]]);
  });

  it('has a list for a single text too', () => {
    expect(answer({ input: 'a' }, OUTCOMES.slice(0, 1)).body).toMatchObject({
      data: [{ index: 0, label: 'POSITIVE' }],
    });
  });

  it('has the neutral label where a setting asks for it', () => {
    const { body } = answer({ input: ['a', 'b'] }, OUTCOMES, { ...CONTEXT, hasAllLabels: true });
    expect(body).toMatchObject({ data: [{ label: 'NEUTRAL', num_classes: 3 }, { num_classes: 3 }] });
  });

  it.each([{ use_activation: false }, { activation: false, use_activation: null }])(
    'has logits for %j, which are no scores for metrics',
    (options) => {
      const { body, firstLabels } = answer({ input: ['a', 'b'], ...options });
      expect(body).toMatchObject({ data: [{ label: 'POSITIVE', probs: [0, close(2 * Math.log(3))] }, {}] });
      expect(firstLabels).toEqual([]);
    },
  );

  it.each([
    [undefined, '/input'],
    [[], '/input'],
    ['a', '/input'],
    [{}, '/input'],
    [{ messages: [] }, '/input'],
    [{ input: ['a', 1] }, '/input/1'],
    [{ input: 'a', model: 7 }, '/model'],
    [{ input: 'a', use_activation: 'no' }, '/use_activation'],
    [{ input: 'a', activation: 0 }, '/activation'],
  ])('is refused for %j', (body, pointer) => {
    expect(() => read(body)).toThrow(
      expect.objectContaining({ kind: 'invalid-request', faults: [expect.objectContaining({ pointer })] }),
    );
  });

  it('fails with a text without an answer, and points to it', () => {
    const failed: TextOutcome = { failure: 'There is no answer.', isRefused: false };
    expect(() => answer({ input: ['a', 'b'] }, [predict([0, 0, 0], 1), failed])).toThrow(
      expect.objectContaining({ kind: 'text-failed', faults: [expect.objectContaining({ pointer: '/input/1' })] }),
    );
  });
});
