import { describe, expect, it } from 'vitest';
import { markSentences, removeMarks } from '../marked-sentences.fake.js';

describe('sentences: starts without a capital', () => {
  it.each([
    'It broke.‖ 2 weeks later I got another.',
    'Love it.‖ iPhone is the best.',
    'Great phone.‖ #love @user',
    'Good deal.‖ $5 well spent.',
    'the food was bad.‖ the service was good.‖ never again',
    'no.‖ never again',
  ])('are found in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });

  it.each([
    'It takes min. five days.',
    'it takes 5 min. or more',
    'it takes approx. five days, etc. and more',
    'it takes ca. 5 days',
    'so it goes... on',
    'It is 5 p.m. and late.',
  ])('are not found in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });
});
