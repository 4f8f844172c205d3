import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Tokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { TextTokenizer } from './text-tokenizer.js';

/** Long texts are cut, so each has one input: its beginning. */
const CUT = { tokens: 128, overlapTokens: 16, maxWindows: 1, temperature: 1 };

interface Golden {
  readonly answers: readonly { text: string; ids: number[]; truncated: boolean }[];
}

describe.each(['minilm-l6-sentiment', 'minilm-l6-sst2'])('Text tokenizer of %s', (model) => {
  const folder = join(import.meta.dirname, '../../../../model-artifacts', model);
  const file = join(folder, 'tokenizer.json');
  const tokenizer = TextTokenizer.load(file, 512, CUT);

  async function getIds(text: string): Promise<number[]> {
    const [encoding] = await tokenizer.encode([text]);
    return [...(encoding?.inputs[0] ?? [])];
  }

  it('gives the ids of the reference for every golden text', async () => {
    const { answers } = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as Golden;
    const encodings = await tokenizer.encode(answers.map(({ text }) => text));
    expect(encodings.map(({ inputs: [ids = []], truncated }) => ({ ids: [...ids], truncated }))).toEqual(
      answers.map(({ ids, truncated }) => ({ ids, truncated })),
    );
  });

  it('gives a text the same ids alone and among others, long and short mixed', async () => {
    const texts = ['good', 'very '.repeat(3_000), '', 'bad film', 'x'.repeat(20_000)];
    const together = await tokenizer.encode(texts);
    for (const [index, text] of texts.entries()) {
      expect([...(together[index]?.inputs[0] ?? [])]).toEqual(await getIds(text));
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
    expect([...(encoding?.inputs[0] ?? [])]).toEqual(await getIds(text.slice(0, tokenizer.maxChars)));
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
    expect(encodings.map(({ inputs: [ids], truncated }) => [ids?.length, truncated])).toEqual([
      [512, false],
      [512, true],
    ]);
  });
});

describe('Text tokenizer: windows', () => {
  const folder = join(import.meta.dirname, '../../../../model-artifacts/minilm-l6-sentiment');
  const policy = { tokens: 32, overlapTokens: 8, maxWindows: 40, temperature: 1 };
  const file = join(folder, 'tokenizer.json');
  const tokenizer = TextTokenizer.load(file, 64, policy);
  const whole = Tokenizer.fromFile(file);
  whole.disablePadding();
  whole.disableTruncation();
  const encode = async (text: string) => {
    const [encoding] = await tokenizer.encode([text]);
    if (!encoding) throw new Error('there is no encoding');
    return { inputs: encoding.inputs.map((ids) => [...ids]), truncated: encoding.truncated };
  };

  it('is not used for a text that fits', async () => {
    const { inputs, truncated } = await encode('word '.repeat(62));
    expect(inputs.map(({ length }) => length)).toEqual([64]);
    expect(truncated).toBe(false);
  });

  it('holds each token of a text that is read whole, between the special tokens of the model', async () => {
    const text = Array.from({ length: 300 }, (_, index) => `number ${index}`).join(' ');
    const ids = (await whole.encode(text)).getIds();
    const [first, last] = [ids[0], ids.at(-1)];
    const { inputs, truncated } = await encode(text);
    expect(truncated).toBe(false);
    const found: number[] = [];
    for (const input of inputs) {
      expect([input.length, input[0], input.at(-1)]).toEqual([32, first, last]);
      const content = input.slice(1, -1);
      // Neighbours overlap: the first place at which the content continues what was found.
      let at = Math.max(0, found.length - content.length);
      while (found.slice(at).some((id, index) => id !== content[index])) at++;
      found.splice(at, found.length - at, ...content);
    }
    expect(found).toEqual(ids.slice(1, -1));
  });

  it('says that a text is truncated only when it is longer than all windows', async () => {
    // 40 windows hold 30 + 39 · 22 tokens.
    expect((await encode('word '.repeat(888))).truncated).toBe(false);
    expect((await encode('word '.repeat(889))).truncated).toBe(true);
    expect((await encode('word '.repeat(100_000))).inputs).toHaveLength(40);
  });

  it('says how many tokens it has read, and where the last one ends', async () => {
    const [whole, cut] = await tokenizer.encode(['a 😀 c', `😀 ${'word '.repeat(100_000)}`]);
    expect(whole).toMatchObject({ tokens: 5, unknownTokens: 0, readChars: 6 });
    // 888 tokens besides the special ones: the emoji has two UTF-16 units.
    expect(cut).toMatchObject({ tokens: 890, readChars: 2 + 5 * 887 });
  });

  it('reads only the beginning of a text for the golden answers', async () => {
    const [beginning] = await tokenizer.encodeBeginnings(['word '.repeat(889)]);
    const ids = (await whole.encode('word '.repeat(62))).getIds();
    expect({ ...beginning, ids: [...(beginning?.ids ?? [])] }).toEqual({ ids, truncated: true });
  });
});
