import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Tokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { TextTokenizer } from './text-tokenizer.js';

interface Golden {
  readonly answers: readonly { text: string; ids: number[]; truncated: boolean }[];
}

describe.each(['minilm-l6-sentiment', 'minilm-l6-sst2'])('Text tokenizer of %s', (model) => {
  const folder = join(import.meta.dirname, '../../../../model-artifacts', model);
  const file = join(folder, 'tokenizer.json');
  const tokenizer = TextTokenizer.load(file, 512);

  async function getIds(text: string): Promise<number[]> {
    const [encoding] = await tokenizer.encode([text]);
    return [...(encoding?.ids ?? [])];
  }

  it('gives the ids of the reference for every golden text', async () => {
    const { answers } = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as Golden;
    const encodings = await tokenizer.encode(answers.map(({ text }) => text));
    expect(encodings.map(({ ids, truncated }) => ({ ids: [...ids], truncated }))).toEqual(
      answers.map(({ ids, truncated }) => ({ ids, truncated })),
    );
  });

  it('gives a text the same ids alone and among others, long and short mixed', async () => {
    const texts = ['good', 'very '.repeat(3_000), '', 'bad film', 'x'.repeat(20_000)];
    const together = await tokenizer.encode(texts);
    for (const [index, text] of texts.entries()) {
      expect([...(together[index]?.ids ?? [])]).toEqual(await getIds(text));
    }
  });

  it('gives a long text the ids that reading all of it gives, if its first tokens lie in the part that is read', async () => {
    const whole = Tokenizer.fromFile(file);
    whole.disablePadding();
    whole.setTruncation(512);
    const word = fc.oneof(
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      fc.constantFrom('good', '好好', '[SEP]', '[CLS]', 'a'.repeat(99), '\u0301'.repeat(50), '😀😍'.repeat(20)),
    );
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 20, maxLength: 200 }),
        fc.constantFrom(' ', '', '\n'),
        async (words, joint) => {
          const once = words.join(joint);
          const text = once.repeat(Math.ceil(9_000 / Math.max(1, once.length))).toWellFormed();
          const reference = await whole.encode(text);
          // Offsets count code points: at most two UTF-16 units each.
          const keptChars = 2 * Math.max(...reference.getOffsets().map(([, end]) => end ?? 0));
          if (keptChars > tokenizer.maxChars - 256) return;
          compared++;
          expect(await getIds(text)).toEqual(reference.getIds());
        },
      ),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  it.each([
    [
      'one word of Hangul syllables',
      Array.from({ length: 690_000 }, (_, i) => String.fromCharCode(0xac00 + (i % 11_172))).join(''),
    ],
    ['one letter', 'a'.repeat(2_000_000)],
    ['blanks', ' '.repeat(2_000_000)],
    ['combining marks', `a${'\u0301'.repeat(1_000_000)}`],
    ['letters that decompose', '\u{1D160}'.repeat(500_000)],
  ])('reads only the beginning of a text of %s, and says so', async (_, text) => {
    const [encoding] = await tokenizer.encode([text]);
    expect(encoding?.truncated).toBe(true);
    expect([...(encoding?.ids ?? [])]).toEqual(await getIds(text.slice(0, tokenizer.maxChars)));
  });

  it('cuts a long text between words', async () => {
    const words = 'x'.repeat(90);
    const text = `${words} `.repeat(1_000);
    const wholeWords = Math.floor(tokenizer.maxChars / (words.length + 1));
    expect(await getIds(text)).toEqual(await getIds(`${words} `.repeat(wholeWords).trimEnd()));
  });

  it('does not cut a character in two', async () => {
    const text = `a${'😀'.repeat(20_000)}`;
    expect(await getIds(text)).toEqual(await getIds(text.slice(0, tokenizer.maxChars - 1)));
  });

  it('reads a lone surrogate as U+FFFD', async () => {
    expect(await getIds('a \ud800 b')).toEqual(await getIds('a \ufffd b'));
  });

  it('marks what was cut at the limit, and nothing before it', async () => {
    const encodings = await tokenizer.encode(['word '.repeat(510), 'word '.repeat(511)]);
    expect(encodings.map(({ ids, truncated }) => [ids.length, truncated])).toEqual([
      [512, false],
      [512, true],
    ]);
  });
});
