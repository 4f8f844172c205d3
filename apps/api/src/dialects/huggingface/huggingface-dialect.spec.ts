import { DIALECT_CONTEXT } from '../../dialect-route/dialect-context.fake.js';
import { describe, expect, it } from 'vitest';
import type { TextOutcome } from '#libs/prediction';
import { THREE_CLASS_MODEL, toOutcome } from '../../dialect-route/model.fake.js';
import { HUGGING_FACE } from './huggingface-dialect.js';

const MODEL = { ...THREE_CLASS_MODEL, temperature: 2, threeClassTemperature: 1 };
const CONTEXT = { ...DIALECT_CONTEXT, model: MODEL };
const POSITIVE = toOutcome([0, 5, 2]);
const FAILED: TextOutcome = { failure: 'There is no answer.', isRefused: false };

function answer(body: unknown, outcome: TextOutcome = POSITIVE, context = CONTEXT): unknown {
  const { texts, render } = HUGGING_FACE.parse(body, context);
  return render({ outcomes: texts.map(() => outcome), model: MODEL, timings: undefined, lookup: undefined }).body;
}

const toScores = (body: unknown): number[] => (body as { score: number }[][])[0]?.map(({ score }) => score) ?? [];
const softmax = (temperature: number) => 1 / (1 + Math.exp(-2 / temperature));

describe('Hugging Face', () => {
  it('gives a list of labels for each text, also for one text', () => {
    const labels = [
      { label: 'POSITIVE', score: expect.closeTo(softmax(2), 6) as number },
      { label: 'NEGATIVE', score: expect.closeTo(1 - softmax(2), 6) as number },
    ];
    expect(answer({ inputs: 'a' })).toEqual([labels]);
    expect(answer({ inputs: ['a', 'b'], parameters: {}, options: { wait_for_model: true } })).toEqual([labels, labels]);
  });

  it('gives as many labels as asked for', () => {
    expect(toScores(answer({ inputs: 'a', parameters: { top_k: 1 } }))).toHaveLength(1);
    expect(toScores(answer({ inputs: 'a', parameters: { top_k: 9 } }))).toHaveLength(2);
    expect(toScores(answer({ inputs: 'a', parameters: { top_k: null } }))).toHaveLength(2);
    expect(toScores(answer({ inputs: 'a' }, POSITIVE, { ...CONTEXT, hasAllLabels: true }))).toHaveLength(3);
  });

  it.each([
    ['softmax', [softmax(2), 1 - softmax(2)]],
    ['sigmoid', [1 / (1 + Math.exp(-2)), 0.5]],
    ['none', [2, 0]],
  ])('applies the function %s to the logits', (name, scores) => {
    const given = toScores(answer({ inputs: 'a', parameters: { function_to_apply: name } }));
    expect(given).toEqual(scores.map((score) => expect.closeTo(score, 6) as number));
  });

  it.each([
    [{}, '/inputs'],
    [[], '/inputs'],
    [{ inputs: [] }, '/inputs'],
    [{ inputs: ['a', 'b', 'c', 'd'] }, '/inputs'],
    [{ inputs: ['a', 1] }, '/inputs/1'],
    [{ inputs: { text: 'a', text_pair: 'b' } }, '/inputs'],
    [{ inputs: 'a', parameters: { top_k: 0 } }, '/parameters/top_k'],
    [{ inputs: 'a', parameters: { top_k: 1.5 } }, '/parameters/top_k'],
    [{ inputs: 'a', parameters: { function_to_apply: 'tanh' } }, '/parameters/function_to_apply'],
    [{ inputs: 'a', parameters: { function_to_apply: 'model' } }, '/parameters/function_to_apply'],
    [{ inputs: 'a', parameters: 1 }, '/parameters'],
  ])('refuses %j', (body, pointer) => {
    expect(() => HUGGING_FACE.parse(body, CONTEXT)).toThrow(
      expect.objectContaining({ kind: 'invalid-request', faults: [expect.objectContaining({ pointer })] }),
    );
  });

  it('points to a text without an answer', () => {
    expect(() => answer({ inputs: 'a' }, FAILED)).toThrow(
      expect.objectContaining({ kind: 'text-failed', faults: [expect.objectContaining({ pointer: '/inputs' })] }),
    );
    expect(() => answer({ inputs: ['a'] }, { ...FAILED, isRefused: true })).toThrow(
      expect.objectContaining({ kind: 'text-refused', faults: [expect.objectContaining({ pointer: '/inputs/0' })] }),
    );
  });
});
