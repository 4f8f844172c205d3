import { describe, expect, it } from 'vitest';
import { markSentences, removeMarks } from '../marked-sentences.fake.js';

describe('sentences: grapheme clusters', () => {
  it.each([
    'Great!\u0301‖ Thanks.',
    'Great! \u0301‖Thanks.',
    'Great!🏽‖ Thanks.',
    'Great‼️\u200d😀 Thanks.',
    'Great!‖\n\u0301Thanks.',
  ])('stay together in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });
});
