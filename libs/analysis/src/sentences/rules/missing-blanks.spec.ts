import { describe, expect, it } from 'vitest';
import { markSentences, removeMarks } from '../marked-sentences.fake.js';

describe('sentences: missing blanks', () => {
  it.each([
    'Great product.‖Works well.',
    'Great product!‖works well',
    'Really?‖Yes.',
    'Great!‖(Really)',
    'It works.‖I like it.',
    '你好。‖世界。',
  ])('behind a terminator end a sentence in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });

  it.each([
    'See example.com or Example.Com for it.',
    'It costs 3.5 or 3.50.',
    'A sort of it, e.g.this one.',
    'We use node.js and README.md files.',
    'Open https://example.com/?q=Yes.No&x=1!2 now.',
    'Write to john.Smith@example.com today.',
    'Call System.Out.println for it.',
    'Version v1.2.3 of the U.S.A. is out.',
    'We use .NET here.',
    'Wow!!1 that is new',
  ])('go on in %j', (marked) => {
    expect(markSentences(removeMarks(marked))).toBe(marked);
  });
});
