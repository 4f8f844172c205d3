import { describe, expect, it } from 'vitest';
import type { TextOutcome } from '#libs/prediction';
import { THREE_CLASS_MODEL, toOutcome } from '../../dialect-route/model.fake.js';
import { readInstances } from './predict-instances.js';

const CONTEXT = { maxTexts: 3, hasAllLabels: false, hasCloudLimits: false };
const POSITIVE = toOutcome([0, 5, Math.log(3)], { truncated: true });

function answer(instances: unknown, outcome: TextOutcome = POSITIVE, context = CONTEXT) {
  const { texts, render } = readInstances({ instances }, context);
  return render({
    outcomes: texts.map(() => outcome),
    model: THREE_CLASS_MODEL,
    timings: undefined,
    lookup: undefined,
  });
}

const LABELS = [
  { label: 'POSITIVE', score: expect.closeTo(0.75, 6) as number },
  { label: 'NEGATIVE', score: expect.closeTo(0.25, 6) as number },
];

describe('Instances of KServe V1', () => {
  it('are texts, or objects with a text', () => {
    expect(readInstances({ instances: ['a', { text: 'b', other: 1 }, ''] }, CONTEXT).texts).toEqual(['a', 'b', '']);
  });

  it('get one list of labels each, with the highest score first', () => {
    const { body, firstLabels, truncated } = answer(['a', { text: 'b' }]);
    expect(body).toEqual({ predictions: [LABELS, LABELS] });
    expect([firstLabels.map(({ label }) => label), truncated]).toEqual([
      ['POSITIVE', 'POSITIVE'],
      [0, 1],
    ]);
  });

  it('get the neutral label where a setting asks for it', () => {
    const { body } = answer(['a'], POSITIVE, { ...CONTEXT, hasAllLabels: true });
    expect((body as { predictions: object[][] }).predictions[0]).toHaveLength(3);
  });

  it.each([undefined, null, 'a', 7, { 0: 'a', length: 1 }])('are refused in the words of KServe: %j', (instances) => {
    expect(() => answer(instances)).toThrow('Expected "instances" to be a list');
  });

  it.each([[null], ['a'], [['a']], [7], [undefined]])('are refused in a body that has none: %j', (body) => {
    expect(() => readInstances(body, CONTEXT)).toThrow('Expected "instances" to be a list');
  });

  it.each([
    [[], '/instances'],
    [['a', 'b', 'c', 'd'], '/instances'],
    [['a', 1], '/instances/1'],
    [['a', null], '/instances/1'],
    [['a', ['b']], '/instances/1'],
    [[{ text: 1 }], '/instances/0'],
    [[{}], '/instances/0'],
    [[{ text: { text: 'a' } }], '/instances/0'],
    [[JSON.parse('{"__proto__":{"text":"a"}}')], '/instances/0'],
  ])('are refused: %j', (instances, pointer) => {
    expect(() => answer(instances)).toThrow(
      expect.objectContaining({ kind: 'invalid-request', faults: [expect.objectContaining({ pointer })] }),
    );
  });

  it('fail with a text without an answer, and point to it', () => {
    expect(() => answer(['a'], { failure: 'There is no answer.', isRefused: false })).toThrow(
      expect.objectContaining({ kind: 'text-failed', faults: [expect.objectContaining({ pointer: '/instances/0' })] }),
    );
  });
});
