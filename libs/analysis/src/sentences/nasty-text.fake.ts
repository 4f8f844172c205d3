import fc from 'fast-check';

// Ends of sentences, and what may stand around them.
const STOPS = [
  '.',
  '. ',
  '.\u00a0',
  '!',
  '! ',
  '?',
  '?!',
  '...',
  '… ',
  '。',
  '‼️',
  '.)',
  '."',
  '!" ',
  '.(',
  ', ',
  ' - ',
  ';',
  ': ',
];
// Blanks and line breaks.
const BLANKS = [
  ' ',
  '  ',
  '\t',
  '\u00a0',
  '\u2003',
  '\ufeff',
  '\n',
  '\r\n',
  '\r',
  '\n\n',
  '\n ',
  '\u0085',
  '\u2028',
  '\u2029',
  ' '.repeat(40),
];
// Words, abbreviations, numbers, markers of lists.
const WORDS = [
  'a',
  'B',
  'word',
  'Word',
  'iPhone',
  'Mr.',
  'e.g.',
  'U.S.',
  'No.',
  'p.m.',
  '1',
  '3.5',
  '1.',
  '2)',
  'a)',
  '- ',
  '* ',
  '• ',
  '#',
  '好',
  'ß',
  'ﾞ',
];
// Emoji, marks, controls, halves of surrogate pairs.
const SYMBOLS = [
  '😀',
  '👩‍👩‍👧',
  '🇩🇪',
  '🇩',
  '👍🏽',
  '🏽',
  '❤️',
  ':)',
  ' :( ',
  '<3',
  '\u0301',
  '\u200d',
  '\u200b',
  '\u0600',
  'क्ष',
  'ᄀ',
  '\ud83d',
  '\ude00',
  '\0',
  '"',
  "'",
  '(',
  ')',
  '@',
  '/',
];

const randomText = fc
  .array(fc.oneof(...[STOPS, BLANKS, WORDS, SYMBOLS].map((pieces) => fc.constantFrom(...pieces))), { maxLength: 60 })
  .map((pieces) => pieces.join(''));
const repeatedText = fc
  .tuple(
    randomText,
    fc.constantFrom(...STOPS, ...BLANKS, ...WORDS, ...SYMBOLS),
    fc.integer({ min: 0, max: 80 }),
    randomText,
  )
  .map(([before, piece, count, after]) => before + piece.repeat(count) + after);
/** Texts of pieces that are hard to split: at random, and one piece many times in between. */
export const nastyText = fc.oneof(randomText, repeatedText);
