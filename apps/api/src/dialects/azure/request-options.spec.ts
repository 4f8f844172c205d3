import { describe, expect, it } from 'vitest';
import { AzureError } from './azure-error.js';
import { readOptions } from './request-options.js';

describe('Options of Azure', () => {
  it('are graphemes and no statistics without a request for others', () => {
    expect(readOptions({})).toEqual({ hasStatistics: false, unit: 'graphemes' });
    expect(readOptions({ showStats: '', stringIndexType: '', opinionMining: 'false' }, null)).toEqual({
      hasStatistics: false,
      unit: 'graphemes',
    });
  });

  it.each([
    ['TextElements_v8', 'graphemes'],
    ['TextElement_V8', 'graphemes'],
    ['unicodecodepoint', 'code-points'],
    ['Utf16CodeUnit', 'utf16-units'],
  ])('have the unit %s, in any letter case', (stringIndexType, unit) => {
    expect(readOptions({ stringIndexType })).toMatchObject({ unit });
    expect(readOptions({}, { stringIndexType })).toMatchObject({ unit });
  });

  it('are read from the body before the query', () => {
    const options = readOptions({ showStats: 'True', stringIndexType: 'a' }, { stringIndexType: 'Utf16CodeUnit' });
    expect(options).toEqual({ hasStatistics: true, unit: 'utf16-units' });
  });

  it.each([
    ['an unknown unit', { stringIndexType: 'bytes' }],
    ['a unit that is there twice', { stringIndexType: ['Utf16CodeUnit', 'Utf16CodeUnit'] }],
    ['a word for a switch', { showStats: 'yes' }],
    ['opinions', { opinionMining: 'true' }],
  ])('are refused with %s', (_, query) => {
    expect(() => readOptions(query)).toThrow(AzureError);
  });

  it.each([[''], ['true'], [0], [[]]])('are refused with %j for a switch in the body', (opinionMining) => {
    expect(() => readOptions({}, { opinionMining })).toThrow('opinionMining must be true or false.');
  });

  it('are refused with opinions in the body', () => {
    expect(() => readOptions({}, { opinionMining: true })).toThrow(/does not mine opinions/);
  });
});
