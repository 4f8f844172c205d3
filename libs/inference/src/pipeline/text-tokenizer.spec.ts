import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Tokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';
import { TextTokenizer } from './text-tokenizer.js';

const folder = join(import.meta.dirname, '../../../../model-artifacts/minilm-l6-sst2');
const file = join(folder, 'tokenizer.json');
const tokenizer = TextTokenizer.load(file, 512);

interface Golden {
  readonly answers: readonly { text: string; ids: number[]; truncated: boolean }[];
}

async function getIds(text: string): Promise<number[]> {
  const [encoding] = await tokenizer.encode([text]);
  return [...(encoding?.ids ?? [])];
}

describe('TextTokenizer', () => {
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

  it('gives a long text the ids that reading all of it gives', async () => {
    const whole = Tokenizer.fromFile(file);
    whole.disablePadding();
    whole.setTruncation(512);
    const word = fc.oneof(
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      fc.constantFrom('good', '好好', '[SEP]', '[CLS]', 'a'.repeat(3_000), '\u0301'.repeat(50), '😀😍'.repeat(20)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 20, maxLength: 200 }),
        fc.constantFrom(' ', '', '\n'),
        async (words, joint) => {
          const once = words.join(joint);
          const text = once.repeat(Math.ceil(9_000 / Math.max(1, once.length))).toWellFormed();
          expect(await getIds(text)).toEqual((await whole.encode(text)).getIds());
        },
      ),
      { numRuns: 60 },
    );
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
