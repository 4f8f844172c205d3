import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CacheKeys } from './cache-keys.js';

const model = { digest: 'a'.repeat(64), maxTokens: 512, maxChars: 8_192 };
const keys = new CacheKeys(model);

describe('Cache keys', () => {
  it('gives different texts different keys, whatever separators they hold', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('a', ':', '\0', '1', '\n') }),
    );
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(keys.keyFor(one) === keys.keyFor(other)).toBe(one.toWellFormed() === other.toWellFormed());
      }),
      { numRuns: 5_000 },
    );
  });

  it('keeps composed and decomposed letters apart', () => {
    expect(keys.keyFor('é'.normalize('NFC'))).not.toBe(keys.keyFor('é'.normalize('NFD')));
  });

  it('takes a lone surrogate for U+FFFD, as the tokenizer does', () => {
    expect(keys.keyFor('a\ud800')).toBe(keys.keyFor('a\ufffd'));
  });

  it('keeps models and truncation policies apart', () => {
    const others = [
      new CacheKeys({ ...model, digest: 'b'.repeat(64) }),
      new CacheKeys({ ...model, maxTokens: 256 }),
      keys,
    ];
    expect(new Set(others.map((other) => other.keyFor('fine'))).size).toBe(3);
  });

  it('shows nothing of the text', () => {
    expect(keys.keyFor('a secret')).toMatch(/^[\w-]{43}$/);
  });

  it('reads as much of a text as the model does, and whether there is more', () => {
    const long = `${'x'.repeat(8_192)} and so on`;
    expect(keys.keyFor(`${long} for ever`)).toBe(keys.keyFor(long));
    expect(keys.keyFor(long.slice(0, 8_192))).not.toBe(keys.keyFor(long));
    expect(keys.keyFor(`${long.slice(0, 8_192)}y`)).not.toBe(keys.keyFor(long));
  });
});
