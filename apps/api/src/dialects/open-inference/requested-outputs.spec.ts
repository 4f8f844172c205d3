import { describe, expect, it } from 'vitest';
import { readRequestedOutputs } from './requested-outputs.js';

const ALL = ['label', 'score', 'probabilities', 'truncated'];
const readNames = (outputs: unknown, inputName = 'text') =>
  readRequestedOutputs(outputs, inputName).map(({ name }) => name);

describe('Outputs of a request', () => {
  it.each([[undefined], [null], [[]]])('are all of the model without a choice: %j', (outputs) => {
    expect(readNames(outputs)).toEqual(ALL);
  });

  it('are those asked for, in their order', () => {
    expect(readNames([{ name: 'score' }, { name: 'label', parameters: { binary_data: false } }])).toEqual([
      'score',
      'label',
    ]);
    expect(readNames(ALL.map((name) => ({ name })))).toEqual(ALL);
  });

  it.each(['args', 'array_inputs'])('are the one of MLServer for its input: %s', (inputName) => {
    expect(readNames(undefined, inputName)).toEqual(['output']);
    expect(readNames([{ name: 'output' }, { name: 'label' }], inputName)).toEqual(['output', 'label']);
  });

  it('may have a number of classes', () => {
    expect(readRequestedOutputs([{ name: 'probabilities', parameters: { classification: 2 } }], 'text')).toEqual([
      { name: 'probabilities', classCount: 2 },
    ]);
    expect(readRequestedOutputs([{ name: 'label', parameters: { classification: null } }], 'text')).toEqual([
      { name: 'label', classCount: undefined },
    ]);
  });

  it.each([
    ['label', '/outputs'],
    [{ name: 'label' }, '/outputs'],
    [['label'], '/outputs/0/name'],
    [[null], '/outputs/0/name'],
    [[{}], '/outputs/0/name'],
    [[{ name: 'label' }, { name: 'scores' }], '/outputs/1/name'],
    [[{ name: 'output' }], '/outputs/0/name'],
    [[{ name: ['label'] }], '/outputs/0/name'],
    [[{ name: '__proto__' }], '/outputs/0/name'],
    [[{ name: 'label' }, { name: 'label' }], '/outputs'],
    [Array(10_000).fill({ name: 'probabilities' }), '/outputs'],
    [[{ name: 'probabilities', parameters: { classification: 0 } }], '/outputs/0/parameters/classification'],
    [[{ name: 'probabilities', parameters: { classification: -1 } }], '/outputs/0/parameters/classification'],
    [[{ name: 'probabilities', parameters: { classification: 1.5 } }], '/outputs/0/parameters/classification'],
    [[{ name: 'probabilities', parameters: { classification: '2' } }], '/outputs/0/parameters/classification'],
    [[{ name: 'score', parameters: { classification: 2 } }], '/outputs/0/parameters/classification'],
  ])('must not be %j', (outputs, pointer) => {
    expect(() => readRequestedOutputs(outputs, 'text')).toThrow(
      expect.objectContaining({ kind: 'invalid-request', faults: [expect.objectContaining({ pointer })] }),
    );
  });
});
