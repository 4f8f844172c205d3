import { describe, expect, it } from 'vitest';
import { getTone } from './tone.js';

describe('Tone of a label', () => {
  it.each([
    ['POSITIVE', 'positive'],
    ['Negative', 'negative'],
    ['neutral', 'neutral'],
    ['mixed', 'mixed'],
    ['uncertain', 'uncertain'],
    ['joy', 'other'],
  ])('of %s is %s', (label, tone) => {
    expect(getTone(label)).toBe(tone);
  });
});
