import { describe, expect, it } from 'vitest';
import { readTextInput } from './read-text-input.js';

const NO_BYTES = Buffer.alloc(0);
const TENSOR = Buffer.from('\x04\0\0\0good\x03\0\0\0bad');
const MAX_TEXTS = 3;

const toInput = (changes: object = {}) => ({ name: 'text', shape: [2], datatype: 'BYTES', ...changes });
const BINARY = { parameters: { binary_data_size: TENSOR.length } };
const throwing = (error: object) => expect.objectContaining(error) as Error;

describe('Input of an inference request', () => {
  it.each([
    ['flat', [2], ['good', 'bad']],
    ['flat, in a column', [2, 1], ['good', 'bad']],
    ['nested', [2, 1], [['good'], ['bad']]],
    ['nested, in a row', [2], [['good'], 'bad']],
  ])('is a tensor of texts in the JSON: %s', (_, shape, data) => {
    expect(readTextInput([toInput({ shape, data })], NO_BYTES, MAX_TEXTS)).toEqual({
      name: 'text',
      texts: ['good', 'bad'],
    });
  });

  it('is a binary tensor after the JSON', () => {
    const input = toInput({ name: 'any name', shape: [2, 1], data: null, ...BINARY });
    expect(readTextInput([input], TENSOR, MAX_TEXTS)).toEqual({ name: 'any name', texts: ['good', 'bad'] });
  });

  it('ignores parameters that it does not know', () => {
    const parameters = { content_type: 'str', binary_data_size: null };
    expect(readTextInput([toInput({ shape: [1], data: ['a'], parameters })], NO_BYTES, MAX_TEXTS).texts).toEqual(['a']);
  });

  it.each([
    [undefined, '/inputs'],
    [{ 0: toInput() }, '/inputs'],
    [[], '/inputs'],
    [[toInput({ data: ['a', 'b'] }), toInput({ name: 'other', data: ['a', 'b'] })], '/inputs'],
    [[null], '/inputs/0/name'],
    [['text'], '/inputs/0/name'],
    [[[toInput()]], '/inputs/0/name'],
    [[toInput({ name: 1 })], '/inputs/0/name'],
    [[toInput({ datatype: 'FP32', data: [1, 2] })], '/inputs/0/datatype'],
    [[toInput({ datatype: 'bytes' })], '/inputs/0/datatype'],
    [[toInput({ shape: [4], data: ['a', 'b', 'c', 'd'] })], '/inputs/0/shape'],
    [[toInput({ shape: [2, 2], data: ['a', 'b', 'c', 'd'] })], '/inputs/0/shape'],
    [[toInput({ shape: [2 ** 53, 1], data: ['a'] })], '/inputs/0/shape'],
    [[toInput()], '/inputs/0/data'],
    [[toInput({ data: 'ab' })], '/inputs/0/data'],
    [[toInput({ data: { 0: 'a', 1: 'b', length: 2 } })], '/inputs/0/data'],
    [[toInput({ data: ['a'] })], '/inputs/0/data'],
    [[toInput({ data: ['a', 'b', 'c'] })], '/inputs/0/data'],
    [[toInput({ data: [['a', 'b']] })], '/inputs/0/data'],
    [[toInput({ data: ['a', 1] })], '/inputs/0/data/1'],
    [[toInput({ data: [['a'], ['b', 'c']] })], '/inputs/0/data/1'],
    [[toInput({ data: [['a'], [['b']]] })], '/inputs/0/data/1'],
    [[toInput({ data: [[], 'b'] })], '/inputs/0/data/0'],
  ])('is refused: %j', (inputs, pointer) => {
    expect(() => readTextInput(inputs, NO_BYTES, MAX_TEXTS)).toThrow(
      throwing({ kind: 'invalid-request', faults: [expect.objectContaining({ pointer })] }),
    );
  });

  it.each([
    ['data in both places', toInput({ data: ['a', 'b'], ...BINARY }), '/inputs/0'],
    ['bytes that no input announces', toInput({ data: ['a', 'b'] }), '/inputs/0'],
    ['another number of bytes', toInput({ parameters: { binary_data_size: TENSOR.length - 1 } }), 'binary_data_size'],
    ['a negative number of bytes', toInput({ parameters: { binary_data_size: -1 } }), 'binary_data_size'],
    [
      'a number of bytes that is none',
      toInput({ parameters: { binary_data_size: `${TENSOR.length}` } }),
      'binary_data_size',
    ],
  ])('is refused with binary data: %s', (_, input, pointer) => {
    expect(() => readTextInput([input], TENSOR, MAX_TEXTS)).toThrow(
      throwing({
        kind: 'invalid-request',
        faults: [expect.objectContaining({ pointer: expect.stringMatching(`${pointer}$`) as string })],
      }),
    );
  });

  it.each([[[1]], [[3]], [[3, 1]]])('is refused when its shape %j does not fit the binary data', (shape) => {
    expect(() => readTextInput([toInput({ shape, ...BINARY })], TENSOR, MAX_TEXTS)).toThrow(
      throwing({ kind: 'malformed-body' }),
    );
  });

  it('does not quote a text', () => {
    expect(() => readTextInput([toInput({ data: ['secret', { secret: 1 }] })], NO_BYTES, MAX_TEXTS)).toThrow(
      /^((?!secret).)*$/,
    );
  });
});
