import { describe, expect, it } from 'vitest';
import { detectEncoding } from './detect-encoding.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('detectEncoding', () => {
  it.each([
    ['ASCII', bytes('id,text\n1,good\n'), 'utf-8', 0],
    ['UTF-8', Buffer.from('text\nein schöner Spaß\n'), 'utf-8', 0],
    ['UTF-8 that is cut inside of a character', Buffer.from('text\nschön').subarray(0, -2), 'utf-8', 0],
    ['UTF-8 with one byte that is damaged', Buffer.concat([Buffer.from('é ü ö '), bytes('\xff')]), 'utf-8', 0],
    ['nothing', Buffer.alloc(0), 'utf-8', 0],
    ['Windows-1252', bytes('text\nein sch\xf6ner Film\n'), 'windows-1252', 0],
    [
      'Windows-1252 with two bytes that could be a character of UTF-8',
      bytes('\x84Spa\xdf\x93 f\xfcr alle'),
      'windows-1252',
      0,
    ],
    ['a byte order mark of UTF-8', Buffer.from('\uFEFFtext'), 'utf-8', 3],
    ['a byte order mark of UTF-16LE', Buffer.from('\uFEFFtext', 'utf16le'), 'utf-16le', 2],
    ['a byte order mark of UTF-16BE', Buffer.from('\uFEFFtext', 'utf16le').swap16(), 'utf-16be', 2],
  ] as const)('finds the encoding of %s', (_, start, encoding, markBytes) => {
    expect(detectEncoding(start, undefined)).toEqual({ encoding, markBytes });
  });

  it('takes the encoding that it is told', () => {
    expect(detectEncoding(bytes('sch\xf6n'), 'utf-8')).toEqual({ encoding: 'utf-8', markBytes: 0 });
    expect(detectEncoding(Buffer.from('\uFEFFa', 'utf16le'), 'utf-16le').markBytes).toBe(2);
    expect(detectEncoding(Buffer.from('a', 'utf16le'), 'utf-16le').markBytes).toBe(0);
  });

  it('refuses another byte order mark than that of the encoding that it is told', () => {
    expect(() => detectEncoding(Buffer.from('\uFEFFa'), 'windows-1252')).toThrow(
      'the byte order mark of the input says utf-8, but --encoding says windows-1252',
    );
  });

  it.each([
    ['utf-16le', Buffer.from('text', 'utf16le')],
    ['utf-16be', Buffer.from('text', 'utf16le').swap16()],
  ])('asks for %s when the input seems to be it', (encoding, start) => {
    expect(() => detectEncoding(start, undefined)).toThrow(`say so with --encoding ${encoding}`);
  });
});
