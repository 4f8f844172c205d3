import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from './parse-retry-after.js';

const SENT = 'Sun, 06 Nov 1994 08:49:37 GMT';
const SENT_MS = Date.parse(SENT);

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['1', 1_000],
    [' 120 ', 120_000],
    ['Sun, 06 Nov 1994 08:50:07 GMT', 30_000],
    ['Sunday, 06-Nov-94 08:49:38 GMT', 1_000],
    [SENT, 0],
    ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ])('may be %j', (value, delayMs) => {
    expect(parseRetryAfter(value, SENT_MS)).toBe(delayMs);
  });

  it.each([null, '', 'soon', '-1', '1.5', '1e3', '1994-11-06', 'Sun, 99 Nov 1994 08:49:37 GMT'])(
    'is ignored when it is %j',
    (value) => {
      expect(parseRetryAfter(value, SENT_MS)).toBeUndefined();
    },
  );

  it('is never longer than a timer can be', () => {
    expect(parseRetryAfter('99999999999', SENT_MS)).toBe(2_147_483_647);
    expect(parseRetryAfter('Sun, 06 Nov 2094 08:49:37 GMT', SENT_MS)).toBe(2_147_483_647);
  });
});
