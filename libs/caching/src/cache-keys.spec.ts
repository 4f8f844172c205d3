import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CacheKeys } from './cache-keys.js';

const windows = { tokens: 128, overlapTokens: 16, maxWindows: 1, temperature: 1 };
const model = { digest: 'a'.repeat(64), maxTokens: 512, windows, maxChars: 8_192 };
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

  it('keeps models apart, and the ways in which long texts are read', () => {
    const others = [
      new CacheKeys({ ...model, digest: 'b'.repeat(64) }),
      new CacheKeys({ ...model, maxTokens: 256 }),
      ...[
        { ...windows, maxWindows: 16 },
        { ...windows, maxWindows: 8 },
        { ...windows, maxWindows: 16, tokens: 64 },
        { ...windows, maxWindows: 16, overlapTokens: 0 },
        { ...windows, maxWindows: 16, temperature: 0.5 },
      ].map((each) => new CacheKeys({ ...model, windows: each })),
      keys,
    ];
    expect(new Set(others.map((other) => other.keyFor('fine'))).size).toBe(others.length);
  });

  it('depends on nothing but maxTokens where long texts are cut', () => {
    const other = new CacheKeys({ ...model, windows: { ...windows, tokens: 64, temperature: 2 } });
    expect(other.keyFor('fine')).toBe(keys.keyFor('fine'));
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
