import { describe, expect, it } from 'vitest';
import { markSentences, removeMarks } from '../marked-sentences.fake.js';

describe('sentences: line breaks', () => {
  it.each([
    'Title of it‖\n\nand text',
    'title of it‖\r\n \t\r\nand text',
    'title of it‖\r\rand text',
    'title of it‖\u2029and text',
  ])('end a sentence at an empty line in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });

  it('end a sentence in white space of more than 1,024 units', () => {
    expect(markSentences(`see Mr.${' '.repeat(1025)}Smith`)).toBe(`see Mr.‖${' '.repeat(1025)}Smith`);
    expect(markSentences(`see Mr.${' '.repeat(1024)}Smith`)).not.toContain('‖');
  });

  it.each([
    'It works.‖\nno doubt',
    'It works!"‖\r\nno doubt',
    'Great hotel‖\nWe stayed for three nights.',
    'Best regards‖\nJohn',
  ])('end a sentence behind a complete line in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });

  it.each([
    'The room was clean and the staff was very friendly during all of our\nstay.‖ We will\ncome again.',
    'The room was clean and the staff was very friendly when we were in\nBerlin.',
    'it was late,\r\nand we left',
    'it was 5\n6 times',
  ])('of hard-wrapped prose do not end a sentence in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });
});
