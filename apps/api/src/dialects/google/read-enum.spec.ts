import { describe, expect, it } from 'vitest';
import { readEnum } from './read-enum.js';

const read = (value: unknown) => readEnum(value, 'encodingType', ['NONE', 'UTF8']);

describe('An enum in ProtoJSON', () => {
  it.each([
    [undefined, 'NONE'],
    [0, 'NONE'],
    ['NONE', 'NONE'],
    [1, 'UTF8'],
    ['UTF8', 'UTF8'],
  ])('is a name or its number: %j', (value, name) => {
    expect(read(value)).toBe(name);
  });

  it.each([2, -1, 0.5, 1e300, '1', 'utf8', '', 'constructor', '__proto__', true, [], ['UTF8'], {}])(
    'is nothing else: %j',
    (value) => {
      expect(() => read(value)).toThrow('encodingType must be one of these names, or its number: NONE (0), UTF8 (1).');
    },
  );
});
