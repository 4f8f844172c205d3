import { encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestError } from '../http/errors/request-error.js';
import { parseCborBody } from './cbor-body.js';

const MAX_TEXTS = 1_000;
/** 1,000 of the texts, and 10,000 others. */
const MAX_ITEMS = 11_000;
const NOT_VALID = 'The body is not valid CBOR.';
const parse = (bytes: Uint8Array) => parseCborBody(Buffer.from(bytes), MAX_TEXTS);
const parseHex = (hex: string) => parse(Buffer.from(hex, 'hex'));
const repeat = (hex: string, times: number) => hex.repeat(times);
const toHex = (text: string) => Buffer.from(text).toString('hex');

describe('CBOR body', () => {
  it.each<[string, string, unknown]>([
    ['a map', 'a16161f5', { a: true }],
    ['a map of indefinite length', 'bf616101616202ff', { a: 1, b: 2 }],
    ['an array of indefinite length', 'a161619f0102ff', { a: [1, 2] }],
    ['containers without items', '84a0bfff809fff', [{}, {}, [], []]],
    ['a text without characters', 'a1616160', { a: '' }],
    ['a text in chunks', `a161617f61${toHex('a')}62${toHex('é')}60ff`, { a: 'aé' }],
    ['a text of no chunks', 'a161617fff', { a: '' }],
    ['a key in chunks', 'a17f61616162ff01', { ab: 1 }],
    ['small and large integers', '84182a1b00038d7ea4c680001bffffffffffffffff20', [42, 10 ** 15, 2n ** 64n - 1n, -1]],
    ['floats of every size', '83f93c00fa3fc00000fb3ff8000000000000', [1, 1.5, 1.5]],
    ['undefined, as null', 'a16161f7', { a: null }],
    ['bytes', 'a161614101', { a: Buffer.from([1]) }],
    ['a byte order mark in a text', `a1616164${toHex('\ufeffa')}`, { a: '\ufeffa' }],
    ['lengths with more bytes than they need', 'bb00000000000000017b0000000000000001617800', { a: '' }],
  ])('is read with %s', (_, hex, value) => {
    expect(parseHex(hex)).toEqual(value);
  });

  it('is read as JSON is: any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(parse(encode(plain))).toEqual(plain);
      }),
    );
  });

  it('has a key that would change a prototype as a property of its own', () => {
    const value = parseHex(`a169${toHex('__proto__')}a16161f5`) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
  });

  it('may be nested 64 deep, and have as many items as it may have texts, and 10,000 more', () => {
    expect(() => parseHex(`${repeat('81', 63)}80`)).not.toThrow();
    expect(parseHex(`9f${repeat('01', MAX_ITEMS - 2)}ff`)).toHaveLength(MAX_ITEMS - 2);
    // Siblings are no nesting.
    expect(parseHex(`9f${repeat('a0', 100)}${repeat('9fff', 100)}${repeat('8101', 100)}ff`)).toHaveLength(300);
  });

  it.each([
    ['no bytes', '', 'The body is empty.'],
    ['100,000 arrays in each other', repeat('81', 100_000), 'The body is nested deeper than 64 levels.'],
    ['100,000 maps in each other', repeat('a16161', 100_000), 'The body is nested deeper than 64 levels.'],
    ['100,000 arrays of indefinite length', repeat('9f', 100_000), 'The body is nested deeper than 64 levels.'],
    ['65 levels', `${repeat('81', 64)}80`, 'The body is nested deeper than 64 levels.'],
    ['more items than allowed', `9f${repeat('01', 2_000_000)}ff`, `The body has more than ${MAX_ITEMS} items.`],
    ['more maps than allowed', `9f${repeat('a0', 2_000_000)}ff`, `The body has more than ${MAX_ITEMS} items.`],
    ['more chunks than allowed', `7f${repeat('60', 2_000_000)}ff`, `The body has more than ${MAX_ITEMS} items.`],
    ['an array of 2^32 items', '9b0000000100000000', NOT_VALID],
    ['an array of 2^64 - 1 items', '9bffffffffffffffff01', NOT_VALID],
    ['a map of 2^32 - 1 items', 'baffffffff616101', NOT_VALID],
    ['a map of 2^64 - 1 items', 'bbffffffffffffffff616101', NOT_VALID],
    ['a text of 2^32 bytes', '7b000000010000000061', NOT_VALID],
    ['a text of 2^64 - 1 bytes', '7bffffffffffffffff61', NOT_VALID],
    ['bytes of 2^32 - 1 bytes', '5affffffff61', NOT_VALID],
    ['a text that ends early', '6261', NOT_VALID],
    ['a map that ends early', 'a26161', NOT_VALID],
    ['an indefinite length that does not end', 'bf616101', NOT_VALID],
    ['chunks that do not end', '7f6161', NOT_VALID],
    ['a chunk that is no text', '7f4161ff', NOT_VALID],
    ['chunks in chunks', '7f7f6161ffff', NOT_VALID],
    ['bytes in chunks', '5f4161ff', NOT_VALID],
    ['a character that is divided among chunks', '7f61c361a9ff', NOT_VALID],
    ['a map that ends after a key', 'bf6161ff', NOT_VALID],
    ['a map whose value is the end of it', 'bf6161ffff', NOT_VALID],
    // The decoder of cborg would take the end for a value, and go deeper.
    ['100,000 maps in each other, after an end in place of a value', repeat('bf6161ff6162', 100_000), NOT_VALID],
    ['an end without a beginning', 'ff', NOT_VALID],
    ['an end in an array of definite length', '8201ff', NOT_VALID],
    ['an end in a map of definite length', 'a1ff01', NOT_VALID],
    ['the same key twice', 'a2616101616102', NOT_VALID],
    ['the same key twice, once in chunks', 'a26161017f6161ff02', NOT_VALID],
    ['a key that is a number', 'a10101', NOT_VALID],
    ['a key that is a list', 'a18001', NOT_VALID],
    ['a key that is bytes', 'a1416101', NOT_VALID],
    ['a key that is null', 'a1f601', NOT_VALID],
    ['invalid UTF-8 in a text', 'a1616162c0af', NOT_VALID],
    ['invalid UTF-8 in a key', 'a162c0af01', NOT_VALID],
    ['half of a surrogate pair', 'a1616163eda080', NOT_VALID],
    ['a byte after its end', 'a000', NOT_VALID],
    ['a second body', 'a0a0', NOT_VALID],
    ['a tag', 'c074', NOT_VALID],
    ['a tag in a map', 'a16161d9d9f7f5', NOT_VALID],
    ['a simple value that nothing defines', 'e0', NOT_VALID],
    ['a length that nothing defines', '1c', NOT_VALID],
    ['JSON', toHex('{"Text":"a"}'), NOT_VALID],
  ])('is refused with %s', (_, hex, message) => {
    expect(() => parseHex(hex)).toThrow(expect.objectContaining({ kind: 'malformed-body', message }));
  });
});

describe('Any bytes', () => {
  /** Bytes of every kind of item, and pieces of valid bodies. */
  const head = fc.constantFrom(
    '00',
    '1b',
    '41',
    '5f',
    '60',
    '61',
    '7f',
    '7b',
    '80',
    '81',
    '9f',
    '9b',
    'a0',
    'a1',
    'bf',
    'c0',
    'f7',
    'ff',
  );
  const piece = fc.oneof(
    head,
    fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('hex')),
    fc.jsonValue().map((value) => Buffer.from(encode(JSON.parse(JSON.stringify(value)))).toString('hex')),
  );

  it('are read, or refused as a malformed body', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          const value = parseHex(pieces.join(''));
          // What was read is a value of JSON, a number or bytes: it can be written again.
          expect(parse(encode(value))).toEqual(value);
        } catch (error) {
          expect(error).toBeInstanceOf(RequestError);
          expect(error).toMatchObject({ kind: 'malformed-body' });
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
