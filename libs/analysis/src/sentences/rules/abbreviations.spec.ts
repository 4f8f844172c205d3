import { describe, expect, it } from 'vitest';
import { markSentences, removeMarks } from '../marked-sentences.fake.js';

describe('sentences: abbreviations', () => {
  it.each([
    'Mr. Smith called Dr. Jones.‖ Mrs. Brown did not.',
    'Use a charger, e.g. this one, i.e. the small one.',
    'Use a charger, e.g. Anker or so.',
    'It was Berlin vs. Munich again.',
    'It takes approx. 5 days.',
    'Room No. 5 is nice, see fig. 3 on p. 7.',
    'It was Jan. 5 when it broke.',
    'The U.S. Government said so.',
    'J. K. Rowling wrote it.‖ J. R. R. Tolkien did not.',
    'We stayed in St. Petersburg.',
    'Acme Inc. Support never called.',
    'Smith et al. Proved it.',
    'Talk to Mr.\nSmith about it.',
    'P.S. The key is here.',
    'Prices rise (cf. Table 3) each year.',
  ])('go on in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });

  it.each([
    'We bought pens, paper, etc.‖ Then we left.',
    'We bought pens, etc. and left.',
    'It opens at 5 p.m.‖ The queue is long.',
    'It opens at 5 p.m. on Sundays.',
    'He lives in the U.S.‖ The weather is fine.',
    'They live on Main St.‖ We do not.',
    'Was it good?‖ No.‖ I want my money back.',
    'We need Plan B.‖ It is late.',
    'So do I.‖ Great.',
    'I called the rep.‖ He was rude.',
    'It is a ms.‖ Nothing else.',
  ])('may end a sentence in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });
});
