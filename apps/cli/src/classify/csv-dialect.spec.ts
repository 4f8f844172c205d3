import { describe, expect, it } from 'vitest';
import { findSeparatorLine, formatCell } from './csv-dialect.js';

describe('formatCell', () => {
  it.each([
    ['double', 'plain', 'plain'],
    ['double', 'a;b', '"a;b"'],
    ['double', 'say "x"', '"say ""x"""'],
    ['double', 'back\\slash', 'back\\slash'],
    ['double', ' blank', '" blank"'],
    ['backslash', 'say "x"', '"say \\"x\\""'],
    ['backslash', 'a;\\', '"a;\\\\"'],
    ['none', 'say "x"; then\r\nmore', 'say "x"  then more'],
  ] as const)('writes with the quoting %s: %j', (quoting, cell, written) => {
    expect(formatCell(cell, { delimiter: ';', quoting })).toBe(written);
  });
});

describe('findSeparatorLine', () => {
  it.each([
    ['sep=;\r\nid;text\r\n', 'sep=;\r\n', ';'],
    ['SEP=,\nid', 'SEP=,\n', ','],
    ['"sep=\t"\rid', '"sep=\t"\r', '\t'],
  ])('finds it in %j', (start, line, delimiter) => {
    expect(findSeparatorLine(start)).toEqual({ line, delimiter });
  });

  it.each(['id;text\n', 'sep=;;\n', 'sep=', 'separator=;\n'])('finds none in %j', (start) => {
    expect(findSeparatorLine(start)).toBeUndefined();
  });
});
