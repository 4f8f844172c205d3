import { describe, expect, it } from 'vitest';
import { RefusedTexts } from './refused-texts.js';

describe('RefusedTexts', () => {
  it('knows the texts that were added, and no others', () => {
    const refused = new RefusedTexts(10);
    refused.add('poison');
    expect([refused.has('poison'), refused.has('water')]).toEqual([true, false]);
  });

  it('forgets the oldest when it is full', () => {
    const refused = new RefusedTexts(2);
    for (const text of ['a', 'b', 'c']) refused.add(text);
    expect(['a', 'b', 'c'].map((text) => refused.has(text))).toEqual([false, true, true]);
  });

  it("keeps nobody's text", () => {
    const refused = new RefusedTexts(2);
    refused.add('a secret');
    expect(JSON.stringify([...(refused as unknown as { digests: Set<string> }).digests])).not.toContain('secret');
  });
});
