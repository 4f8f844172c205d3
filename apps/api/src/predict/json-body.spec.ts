import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonBody } from './json-body.js';

const MAX_TEXTS = 1_000;
const parse = (json: string) => parseJsonBody(Buffer.from(json), MAX_TEXTS);

describe('parseJsonBody', () => {
  it('parses a body of any characters and any length as JSON.parse does', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.string());
    fc.assert(
      fc.property(fc.array(text), fc.constantFrom(1, 3_000), (words, times) => {
        const body = JSON.stringify({ text: [words.join(' ').toWellFormed().repeat(times).slice(0, 40_000)] });
        const wellFormed = body.toWellFormed();
        expect(parse(wellFormed)).toEqual(JSON.parse(wellFormed));
      }),
      { numRuns: 200 },
    );
  });

  it('ignores a byte order mark', () => {
    expect(parse('\ufeff{"text":["a"]}')).toEqual({ text: ['a'] });
  });

  it.each([
    ['an empty body', '', 'is empty'],
    ['a body that is no JSON', '{"text":', 'is not valid JSON'],
    ['a body nested too deep', `${'['.repeat(65)}${']'.repeat(65)}`, 'nested deeper than 64'],
    ['a body of too many objects', `[${'{},'.repeat(11_000)}{}]`, 'more than 11000 arrays, objects and keys'],
  ])('refuses %s', (_, json, reason) => {
    expect(() => parse(json)).toThrow(reason);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseJsonBody(Buffer.from([0x22, 0xc0, 0xaf, 0x22]), MAX_TEXTS)).toThrow('not valid UTF-8');
  });
});
