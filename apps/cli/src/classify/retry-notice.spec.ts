import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { RetryNotice } from './retry-notice.js';

function open(isTTY: boolean) {
  const clock = new ManualClock();
  const written: string[] = [];
  return { clock, written, notice: new RetryNotice({ isTTY, write: (text: string) => written.push(text) }, clock) };
}

describe('A retry notice', () => {
  it('says why a run waits, once in ten seconds', () => {
    const { clock, written, notice } = open(false);
    for (const passedMs of [0, 1, 9_998]) {
      clock.advance(passedMs);
      notice.show({ message: 'the service cannot be reached' }, 250);
    }
    clock.advance(1);
    notice.show({ message: 'the service answered 503' }, 4_000);
    expect(written).toEqual([
      'the service cannot be reached; next attempt in 0.3 s\n',
      'the service answered 503; next attempt in 4.0 s\n',
    ]);
  });

  it('takes the place of the progress of a terminal, and sends it no control characters', () => {
    const { written, notice } = open(true);
    notice.show({ message: 'a\u001b[2Jb' }, 0);
    expect(written).toEqual(['\r\u001b[Ka [2Jb; next attempt in 0.0 s\n']);
  });
});
