import { describe, expect, it } from 'vitest';
import { readInput } from './read-input.js';

describe('Input of a classification', () => {
  it('is a text, or a list of texts', () => {
    const single = readInput('a', 3);
    expect([single.texts, single.pointTo(0)]).toEqual([['a'], '/input']);
    const list = readInput(['a', '', 'c'], 3);
    expect([list.texts, list.pointTo(2)]).toEqual([['a', '', 'c'], '/input/2']);
  });

  it.each([[[1, 2, 3]], [[[1, 2], [3]]], [['a', [1]]], [Array(5_000).fill(7)]])('must not have token ids', (input) => {
    expect(() => readInput(input, 3)).toThrow(
      '/input has token ids, which belong to the vocabulary of another model: send the texts',
    );
  });

  it.each([
    [undefined, '/input'],
    [null, '/input'],
    [7, '/input'],
    [{ 0: 'a', length: 1 }, '/input'],
    [[], '/input'],
    [['a', 'b', 'c', 'd'], '/input'],
    [['a', null], '/input/1'],
    [['a', 1], '/input/1'],
    [[{ text: 'a' }], '/input/0'],
  ])('is refused: %j', (input, pointer) => {
    expect(() => readInput(input, 3)).toThrow(
      expect.objectContaining({ kind: 'invalid-request', faults: [expect.objectContaining({ pointer })] }),
    );
  });
});
