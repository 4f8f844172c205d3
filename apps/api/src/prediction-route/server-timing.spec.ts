import { describe, expect, it } from 'vitest';
import { toServerTiming } from './server-timing.js';

describe('Server-Timing', () => {
  it('names the stages in their order, with two decimals of a millisecond', () => {
    expect(toServerTiming({ tokenizeMs: 0.254, queueMs: 12.345678, runMs: 1_234.5, endedMs: 9 })).toBe(
      'tokenize;dur=0.25, queue;dur=12.35, run;dur=1234.50',
    );
  });

  it('shows a stage that took no time', () => {
    expect(toServerTiming({ tokenizeMs: 0, queueMs: 0, runMs: 0.004, endedMs: 9 })).toBe(
      'tokenize;dur=0.00, queue;dur=0.00, run;dur=0.00',
    );
  });
});
