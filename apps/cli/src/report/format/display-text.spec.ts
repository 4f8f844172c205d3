import { describe, expect, it } from 'vitest';
import { toDisplayText } from './display-text.js';

describe('A text for display', () => {
  it.each([
    ['a\r\n\tb  c\u2028d', 'a b c d'],
    ['a\u0000b\u001bc\u009fd', 'a\ufffdb\ufffdc\ufffdd'],
    ['\u202egnp.exe\u202c', '\ufffdgnp.exe\ufffd'],
    ['\u2066x\u2069\u200f', '\ufffdx\ufffd\ufffd'],
    ['a\u034fb\u115f\u1160c\u3164\uffa0', 'a\ufffdb\ufffd\ufffdc\ufffd\ufffd'],
    ['ok\u{e0001}\u{e0041}\u{e007f}', 'ok\ufffd\ufffd\ufffd'],
    ['lone \ud800', 'lone \ufffd'],
    ['👩‍👩‍👧 ok', '👩‍👩‍👧 ok'],
    ['z\u0301\u0302\u0303\u0304\u0305', 'z\u0301\u0302\u0303'],
    [' מה נשמע ', 'מה נשמע'],
  ])('has no character that is invisible or changes the direction: %j', (text, expected) => {
    expect(toDisplayText(text, 100)).toBe(expected);
  });

  it('ends with an ellipsis when it is cut, between code points', () => {
    expect(toDisplayText('😀'.repeat(10), 4)).toBe('😀😀😀…');
    expect(toDisplayText('abcd', 4)).toBe('abcd');
    expect(toDisplayText('abcde', 4)).toBe('abc…');
  });

  it('takes as long for a megabyte as for its start', () => {
    expect(toDisplayText('x'.repeat(1 << 20), 300)).toHaveLength(300);
    expect(toDisplayText(' '.repeat(1 << 20), 300)).toBe('…');
  });
});
