import { describe, expect, it } from 'vitest';
import { toLogText } from './log-text.js';

describe('Log text', () => {
  it('leaves a short sentence as it is', () => {
    expect(toLogText('connect ECONNREFUSED 127.0.0.1:6379')).toBe('connect ECONNREFUSED 127.0.0.1:6379');
  });

  it('keeps at most 200 characters, and marks the cut', () => {
    expect(toLogText('a'.repeat(200))).toBe('a'.repeat(200));
    expect(toLogText('a'.repeat(201))).toBe(`${'a'.repeat(199)}…`);
    expect(toLogText('a'.repeat(1e6))).toBe(`${'a'.repeat(199)}…`);
    expect(toLogText(`${'\0'.repeat(1_000)}end`)).toHaveLength(1);
  });

  it('makes one line without control characters', () => {
    expect(toLogText('one\r\ntwo\x1b[31mred\u2028three\u200bfour\n')).toBe('one two [31mred three four');
  });

  it('never ends in half a character', () => {
    expect(toLogText(`${'a'.repeat(198)}${'😀'.repeat(9)}`).isWellFormed()).toBe(true);
  });
});
