import { describe, expect, it } from 'vitest';
import type { TextOutcome } from '#libs/prediction';
import { THREE_CLASS_MODEL, toOutcome } from '../../dialect-route/model.fake.js';
import { readInferRequest } from './infer-request.js';

const CONTEXT = { maxTexts: 3, hasAllLabels: false, hasCloudLimits: false };
const NO_BYTES = Buffer.alloc(0);
const INPUTS = [{ name: 'text', shape: [1], datatype: 'BYTES', data: ['a'] }];
const POSITIVE = toOutcome([0, 5, Math.log(3)], { truncated: true });

const read = (json: unknown, context = CONTEXT) => readInferRequest({ json, tensorBytes: NO_BYTES }, 'name', context);
function answer(json: unknown, outcome: TextOutcome = POSITIVE, context = CONTEXT) {
  const { texts, render } = read(json, context);
  return render({
    outcomes: texts.map(() => outcome),
    model: THREE_CLASS_MODEL,
    timings: undefined,
    lookup: undefined,
  });
}

describe('Inference request', () => {
  it('gets all outputs, with the name of the model as the client calls it', () => {
    const { body, firstLabels, truncated } = answer({ inputs: INPUTS });
    const close = (score: number) => expect.closeTo(score, 6) as number;
    expect(body).toEqual({
      model_name: 'name',
      model_version: '1',
      outputs: [
        { name: 'label', shape: [1], datatype: 'BYTES', data: ['POSITIVE'] },
        { name: 'score', shape: [1], datatype: 'FP32', data: [close(0.75)] },
        { name: 'probabilities', shape: [1, 2], datatype: 'FP32', data: [close(0.25), close(0.75)] },
        { name: 'truncated', shape: [1], datatype: 'BOOL', data: [true] },
      ],
    });
    expect([firstLabels[0]?.label, truncated]).toEqual(['POSITIVE', [0]]);
  });

  it('gets its id back, and only the outputs that it asks for', () => {
    const { body } = answer({ id: 'request 1', model_name: 'x', inputs: INPUTS, outputs: [{ name: 'label' }] });
    expect(body).toEqual({
      model_name: 'name',
      model_version: '1',
      id: 'request 1',
      outputs: [expect.objectContaining({ name: 'label' })],
    });
    expect(answer({ id: null, inputs: INPUTS }).body).not.toHaveProperty('id');
  });

  it('gets the neutral label where a setting asks for it', () => {
    const { body } = answer({ inputs: INPUTS, outputs: [{ name: 'probabilities' }] }, POSITIVE, {
      ...CONTEXT,
      hasAllLabels: true,
    });
    expect(body).toMatchObject({ outputs: [{ shape: [1, 3] }] });
  });

  it('reads a binary tensor', () => {
    const tensorBytes = Buffer.from('\x04\0\0\0good');
    const input = { name: 'text', shape: [1, 1], datatype: 'BYTES', parameters: { binary_data_size: 8 } };
    const json = { inputs: [input], parameters: { binary_data_output: true } };
    expect(readInferRequest({ json, tensorBytes }, 'name', CONTEXT).texts).toEqual(['good']);
  });

  it.each([
    [null, ''],
    [7, ''],
    [[{ inputs: INPUTS }], ''],
    [{}, '/inputs'],
    [{ id: 7, inputs: INPUTS }, '/id'],
    [{ inputs: INPUTS, outputs: [{ name: 'scores' }] }, '/outputs/0/name'],
  ])('is refused: %j', (json, pointer) => {
    expect(() => read(json)).toThrow(
      expect.objectContaining({ kind: 'invalid-request', faults: [expect.objectContaining({ pointer })] }),
    );
  });

  it('fails with a text without an answer, and points to it', () => {
    expect(() => answer({ inputs: INPUTS }, { failure: 'There is no answer.', isRefused: true })).toThrow(
      expect.objectContaining({
        kind: 'text-refused',
        faults: [expect.objectContaining({ pointer: '/inputs/0/data/0' })],
      }),
    );
  });
});
