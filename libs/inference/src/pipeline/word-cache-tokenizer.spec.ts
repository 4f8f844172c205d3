import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextTokenizer } from './text-tokenizer.js';
import { WordCacheTokenizer } from './word-cache-tokenizer.js';

const repository = join(import.meta.dirname, '../../../..');
const WINDOWS = { tokens: 128, overlapTokens: 16, maxWindows: 16, temperature: 1 };
const MODELS = ['minilm-l6-sentiment', 'minilm-l3-sentiment', 'minilm-l6-sst2'];

/** Pieces that the normalizers of the models know, and words around them. */
const PIECES = [
  ...[':)', ':-(', 'xD', '=D', ';p', ':/', '<3', '</3', "'", '"', '!!!', '...', '....', '-', '--', '_', '~~~', '==='],
  ...[
    '#',
    '#FooBar2x',
    '$5',
    '(',
    ')',
    ':',
    '=',
    '<',
    '>',
    '<b>',
    '&',
    '&lt;',
    '&amp;',
    '@',
    '@bob',
    'RT',
    '[SEP]',
    '[UNK]',
  ],
  ...['www.a.b', 'http://x.y/z', 'a@b.co', 'pic.twitter.com/x', 'sooooo', 'yaaay', 'goooood', 'xviii', 'iii', 'eeee'],
  ...[
    'good',
    'NOT',
    "don't",
    'it',
    'A',
    '22',
    'a1',
    'café',
    '😀',
    '好',
    '\u0301',
    '\t',
    '\n',
    '\r\n',
    '  ',
    '\u00a0',
    '\u0001',
  ],
];

function openTokenizers(model: string) {
  const file = join(repository, 'model-artifacts', model, 'tokenizer.json');
  const tokenizer = TextTokenizer.load(file, 512, WINDOWS);
  const calls = { texts: 0, words: 0 };
  const counted = {
    maxChars: tokenizer.maxChars,
    unknownId: tokenizer.unknownId,
    encode: (texts: readonly string[]) => {
      calls.texts += texts.length;
      return tokenizer.encode(texts);
    },
    encodeWords: (words: readonly string[]) => {
      calls.words += words.length;
      return tokenizer.encodeWords(words);
    },
  };
  return { tokenizer, cached: new WordCacheTokenizer(counted, 512), calls };
}

function readSlices(): string[] {
  const folder = join(repository, 'model-artifacts/training/slices');
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );
}

describe.each(MODELS)('Word cache tokenizer of %s', (model) => {
  const { tokenizer, cached, calls } = openTokenizers(model);

  async function expectSame(texts: readonly string[]): Promise<void> {
    expect(await cached.encode(texts)).toEqual(await tokenizer.encode(texts));
  }

  it('gives every text the encoding of the tokenizer, while it learns words and after', async () => {
    const texts = readSlices();
    for (let from = 0; from < texts.length; from += 32) await expectSame(texts.slice(from, from + 32));
    await expectSame(texts);
  });

  it('gives texts of any characters and of all that the normalizer knows the encoding of the tokenizer', async () => {
    const piece = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
      fc.string({ maxLength: 8 }),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    );
    const text = fc
      .array(fc.tuple(piece, fc.constantFrom(' ', ' ', '')), { maxLength: 20 })
      .map((pieces) => pieces.flat().join(''));
    await fc.assert(fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), expectSame), { numRuns: 1_500 });
  });

  it('gives texts that are too long for an input, blank or of one long word the encoding of the tokenizer', async () => {
    await expectSame([
      'good '.repeat(390),
      'a b '.repeat(490),
      'x'.repeat(1_900),
      '',
      ' \n\t ',
      '🙂 ok',
      'a'.repeat(33),
    ]);
  });

  it('asks the tokenizer for nothing when it knows the words', async () => {
    await cached.encode(['The film is good.', 'It is not.']);
    const before = { ...calls };
    await expectSame(['It is good. The film is not.']);
    expect(calls).toEqual(before);
  });
});
