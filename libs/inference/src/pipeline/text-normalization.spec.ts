import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from 'tokenizers';
import { describe, expect, it } from 'vitest';

/** A `tokenizer.json` with rules of text normalization, and texts with the SHA-256 of the ids that Python gives them. */
const folder = join(import.meta.dirname, '../../../../e2e/fixtures/text-normalization');
const file = join(folder, 'tokenizer.json');

interface Texts {
  readonly parts: readonly string[];
  readonly texts: number;
  readonly maxParts: number;
  readonly sha256: string;
}

const { parts, texts: count, maxParts, sha256 } = JSON.parse(readFileSync(join(folder, 'texts.json'), 'utf8')) as Texts;

/** The texts of `normalization_fixture.py`, drawn by the same linear congruential generator. */
function combineParts(): string[] {
  let state = 1;
  const draw = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  return Array.from({ length: count }, () => {
    const length = 1 + draw(maxParts);
    return Array.from({ length }, () => parts[draw(parts.length)]).join('');
  });
}

describe('Text normalization', () => {
  it('gives 10,000 texts of all kinds the ids that Python gives', async () => {
    const encodings = await Tokenizer.fromFile(file).encodeBatch(combineParts());
    const lines = encodings.map((encoding) => encoding.getIds().join());
    expect(lines).toHaveLength(10_000);
    expect(createHash('sha256').update(lines.join('\n')).digest('hex')).toBe(sha256);
  });
});
