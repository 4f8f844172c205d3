import { DIALECT_CONTEXT } from '../../dialect-route/dialect-context.fake.js';
import { describe, expect, it } from 'vitest';
import type { ClassificationResult } from '#libs/prediction';
import { THREE_CLASS_MODEL, toOutcome } from '../../dialect-route/model.fake.js';
import { TEI } from './tei-dialect.js';

const CONTEXT = DIALECT_CONTEXT;
const POSITIVE = toOutcome([0, 5, Math.log(3)]);

function answer(body: unknown, outcome = POSITIVE, context = CONTEXT): unknown {
  const { texts, render } = TEI.parse(body, context);
  const outcomes = texts.map(() => outcome);
  return render({
    outcomes,
    model: THREE_CLASS_MODEL,
    timings: undefined,
    lookup: undefined,
  } satisfies ClassificationResult).body;
}

const LABELS = [
  { label: 'POSITIVE', score: expect.closeTo(0.75, 6) as number },
  { label: 'NEGATIVE', score: expect.closeTo(0.25, 6) as number },
];

describe('text-embeddings-inference', () => {
  it('gives one list of labels for a text, and a list of lists for a batch', () => {
    expect(answer({ inputs: 'a' })).toEqual(LABELS);
    expect(answer({ inputs: ['a'] })).toEqual(LABELS);
    expect(answer({ inputs: [['a'], ['b']] })).toEqual([LABELS, LABELS]);
    expect(answer({ inputs: [['a'], 'b'] })).toEqual([LABELS, LABELS]);
  });

  it('reads the texts of a batch in their order', () => {
    expect(TEI.parse({ inputs: [['a'], 'b', ['c']] }, CONTEXT).texts).toEqual(['a', 'b', 'c']);
  });

  it.each([
    [['a', 'b'], '/inputs', 'holds two texts, which text-embeddings-inference takes for one pair'],
    [[['a', 'b'], ['c']], '/inputs/0', 'holds two texts, which text-embeddings-inference takes for one pair'],
  ])('refuses a pair by name: %j', (inputs, pointer, detail) => {
    expect(() => TEI.parse({ inputs }, CONTEXT)).toThrow(
      expect.objectContaining({
        kind: 'invalid-request',
        faults: [{ pointer, detail: expect.stringContaining(detail) as string }],
      }),
    );
  });

  it.each([
    [{}, '/inputs'],
    [{ inputs: [] }, '/inputs'],
    [{ inputs: ['a', 'b', 'c'] }, '/inputs'],
    [{ inputs: [['a'], ['b'], ['c'], ['d']] }, '/inputs'],
    [{ inputs: [['a'], 1] }, '/inputs/1'],
    [{ inputs: [['a'], [['b']]] }, '/inputs/1'],
    [{ inputs: 'a', raw_scores: 1 }, '/raw_scores'],
    [{ inputs: 'a', truncate: 'yes' }, '/truncate'],
    [{ inputs: 'a', truncation_direction: 'up' }, '/truncation_direction'],
  ])('refuses %j', (body, pointer) => {
    expect(() => TEI.parse(body, CONTEXT)).toThrow(
      expect.objectContaining({ kind: 'invalid-request', faults: [expect.objectContaining({ pointer })] }),
    );
  });

  it('gives logits on request, and the neutral label where a setting asks for it', () => {
    expect(answer({ inputs: 'a', raw_scores: true })).toEqual([
      { label: 'POSITIVE', score: Math.fround(Math.log(3)) },
      { label: 'NEGATIVE', score: 0 },
    ]);
    expect(answer({ inputs: 'a' }, POSITIVE, { ...CONTEXT, hasAllLabels: true })).toHaveLength(3);
  });

  it('refuses a text that the model read in part, if the client forbids that', () => {
    const long = { ...POSITIVE, truncated: true };
    expect(answer({ inputs: 'a', truncate: null, truncation_direction: 'Right' }, long)).toEqual(LABELS);
    for (const options of [{ truncate: false }, { truncation_direction: 'Left' }]) {
      expect(() => answer({ inputs: 'a', ...options }, long)).toThrow('/inputs is longer than what the model reads');
    }
  });
});
