import { describe, expect, it } from 'vitest';
import { markSentences, removeMarks } from '../marked-sentences.fake.js';

describe('sentences: quotations', () => {
  it.each([
    '"Hello!" he said.‖ "Stop."‖ Then he left.',
    'She asked “Why?” and left.',
    'It is (really!) good.',
    '(It is good.)‖ We know.',
    "It is 'fine.'‖ We know.",
    'He said: "It is good.‖ We know."‖ Then he left.',
  ])('and brackets stay with their terminator in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });

  it.each([
    'What?!‖ No way‽‖ Yes!!!‖ Well... maybe.',
    'Well...‖ Maybe.',
    'Well…‖ Maybe.',
    'well… maybe',
    'lol!!!‖ ok??',
    'wait... what',
  ])('and several terminators in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });
});
