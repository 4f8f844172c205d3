import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMediaType, parseJsonBody } from './json-body.js';

const MAX_TEXTS = 1_000;
const parse = (json: string) => parseJsonBody(Buffer.from(json), MAX_TEXTS);

describe('JSON body', () => {
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
    expect(() => parse(json)).toThrow(expect.objectContaining({ kind: 'malformed-body' }));
    expect(() => parse(json)).toThrow(reason);
  });

  it('may be nested 64 deep, and have as many arrays, objects and keys as it may have texts, and 10,000 more', () => {
    const deepest = `${'['.repeat(64)}${']'.repeat(64)}`;
    expect(parse(deepest)).toEqual(JSON.parse(deepest));
    const widest = `[${'{},'.repeat(10_998)}{}]`;
    expect(parse(widest)).toHaveLength(10_999);
    expect(() => parse(`[{},${widest.slice(1)}`)).toThrow('more than 11000');
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseJsonBody(Buffer.from([0x22, 0xc0, 0xaf, 0x22]), MAX_TEXTS)).toThrow('not valid UTF-8');
  });

  it('is not quoted by the refusal', () => {
    expect(() => parse('{"text": secret}')).toThrow(/^((?!secret).)*$/);
  });
});

/** @returns the kind of the error; undefined for headers that are accepted */
function check(headers: Record<string, string>): unknown {
  try {
    checkMediaType({ headers } as unknown as IncomingMessage);
  } catch (error) {
    return (error as { kind?: unknown }).kind;
  }
  return undefined;
}

describe('Media type of a body', () => {
  it('may be missing: it is JSON', () => {
    expect(check({})).toBeUndefined();
    expect(check({ 'content-type': ' ' })).toBeUndefined();
  });

  it.each([
    'application/json',
    'Application/JSON',
    'application/vnd.api+json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF8',
    'application/json; charset="utf-8"',
    'application/json; version=1; charset=utf-8',
  ])('may be %s', (contentType) => {
    expect(check({ 'content-type': contentType })).toBeUndefined();
  });

  it.each([
    'text/plain',
    'text/json',
    'application/jsonp',
    'application/+json',
    'application/json/x',
    'application/x-www-form-urlencoded',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; charset=us-ascii',
    'application/json; charset=utf-88',
    'application/json; charset=',
  ])('must not be %s', (contentType) => {
    expect(check({ 'content-type': contentType })).toBe('unsupported-media-type');
  });

  it.each([
    ['identity', undefined],
    ['Identity', undefined],
    ['', undefined],
    ['gzip', 'unsupported-media-type'],
    ['br', 'unsupported-media-type'],
    ['identity, gzip', 'unsupported-media-type'],
  ])('comes with a Content-Encoding that means none: "%s"', (encoding, kind) => {
    expect(check({ 'content-type': 'application/json', 'content-encoding': encoding })).toBe(kind);
  });
});
