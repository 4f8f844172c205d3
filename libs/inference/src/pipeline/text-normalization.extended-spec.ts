import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Tokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { TextTokenizer } from './text-tokenizer.js';

/** A `tokenizer.json` with rules of text normalization, and the parts of its texts. */
const folder = join(import.meta.dirname, '../../../../e2e/fixtures/text-normalization');
const file = join(folder, 'tokenizer.json');
const { parts } = JSON.parse(readFileSync(join(folder, 'texts.json'), 'utf8')) as { readonly parts: readonly string[] };
const MAX_TOKENS = 512;
/** Long texts are cut, so each has one input: its beginning. */
const CUT = { tokens: 128, overlapTokens: 16, maxWindows: 1, temperature: 1 };

/** Parts that a rule reads far ahead for, and some that are too long for it. */
const LONG_PARTS = new Map([
  ['a tag', `<a ${'y '.repeat(99)}>`],
  ['a tag that is too long', `<a ${'y '.repeat(300)}>`],
  ['an escaped tag', `&amp;lt;a${'!'.repeat(200)}&amp;gt;`],
  ['a comment', `<!-- ${'y z '.repeat(48)}-->`],
  ['a comment that is too long', `<!-- ${'y z '.repeat(150)}-->`],
  ['an e-mail address', `${'b.'.repeat(32)}@${'c'.repeat(63)}.org`],
  ['an e-mail address that is too long', `${'b.'.repeat(300)}@c.org`],
  ['a URL', `http://a.b/${'q'.repeat(600)}`],
  ['a hashtag', `#${'aB'.repeat(20)}`],
  ['emoji', '😂'.repeat(66)],
  ['a letter', 'e'.repeat(66)],
  ['a mark', '!'.repeat(66)],
  ['accents', '\u0301'.repeat(50)],
  ['invisible characters', '\u200b'.repeat(50)],
]);

const tokenizer = TextTokenizer.load(file, MAX_TOKENS, CUT);
const whole = Tokenizer.fromFile(file);
whole.setTruncation(MAX_TOKENS);

async function getIds(text: string): Promise<number[]> {
  const [encoding] = await tokenizer.encode([text]);
  return [...(encoding?.inputs[0] ?? [])];
}

describe('Text normalization of long texts', () => {
  it('gives a long text the ids that reading all of it gives', async () => {
    // Tokens of few characters fill the model in the part that is read first.
    const short = fc.constantFrom('a', 'b', '1', '!', '?', '(', '$', '#', '@', '&', '<', '>', '😂', '好', 'é', ':)');
    const part = fc.oneof(
      { arbitrary: short, weight: 300 },
      { arbitrary: fc.constantFrom(...parts), weight: 20 },
      { arbitrary: fc.constantFrom(...LONG_PARTS.values()), weight: 1 },
    );
    let compared = 0;
    let readFirst = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 300, maxLength: 600 }),
        fc.constantFrom(' ', '', '\n'),
        async (chosen, joint) => {
          const once = chosen.join(joint) + joint;
          const text = once.repeat(Math.ceil(9_000 / once.length));
          const reference = await whole.encode(text);
          // Offsets count code points: at most two UTF-16 units each.
          const keptChars = 2 * Math.max(...reference.getOffsets().map(([, end]) => end ?? 0));
          if (keptChars > tokenizer.maxChars - 256) return;
          compared++;
          if (keptChars <= MAX_TOKENS * 6 - 256) readFirst++;
          expect(await getIds(text)).toEqual(reference.getIds());
        },
      ),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(150);
    expect(readFirst).toBeGreaterThan(50);
  });

  it.each([...LONG_PARTS])('keeps the tokens before %s at the end of what is read first', async (_, part) => {
    // Two tokens of ten UTF-16 units: 500 tokens fill all but the last 572 units of what is read first.
    const emoji = '😀🏽🏽😂🏽';
    for (let repeats = 225; repeats <= 254; repeats++) {
      const text = `${emoji.repeat(repeats)}${part}${' good'.repeat(2_000)}`;
      expect(await getIds(text)).toEqual((await whole.encode(text)).getIds());
    }
  });
});
