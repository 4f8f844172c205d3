import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nastyText } from './nasty-text.fake.js';
import type { Sentence } from './sentence.js';
import { splitWholeText } from './split-whole-text.fake.js';
import { MAX_SENTENCE_UNITS, splitSentences } from './split-sentences.js';

const maxUnits = fc.integer({ min: 8, max: 80 });

function split(whole: string, longest: number): Sentence[] {
  return [...splitSentences(whole, { maxUnits: longest })].flat();
}

describe('sentences: slices', () => {
  it('do not change the sentences of the whole text', () => {
    fc.assert(
      fc.property(nastyText, maxUnits, (whole, longest) => {
        expect(split(whole, longest)).toEqual(splitWholeText(whole, longest));
      }),
      { numRuns: 3_000 },
    );
  });

  it('of the full length do not change the sentences of the whole text', () => {
    fc.assert(
      fc.property(fc.array(nastyText, { minLength: 60, maxLength: 120 }), (texts) => {
        const whole = texts.join(' ');
        expect(split(whole, MAX_SENTENCE_UNITS)).toEqual(splitWholeText(whole, MAX_SENTENCE_UNITS));
      }),
      { numRuns: 20 },
    );
  });
});

describe('sentences: any text', () => {
  it('is covered in order, and only white space is left out', () => {
    fc.assert(
      fc.property(nastyText, maxUnits, (whole, longest) => {
        let last = 0;
        for (const { start, end } of split(whole, longest)) {
          expect(whole.slice(last, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          expect(whole.slice(start, end)).toBe(whole.slice(start, end).trim());
          last = end;
        }
        expect(whole.slice(last).trim()).toBe('');
      }),
      { numRuns: 1_000 },
    );
  });

  it('has no sentence longer than the maximum', () => {
    fc.assert(
      fc.property(nastyText, maxUnits, (whole, longest) => {
        for (const { start, end } of split(whole, longest)) expect(end - start).toBeLessThanOrEqual(longest);
      }),
    );
  });

  it('is not split inside a surrogate pair', () => {
    fc.assert(
      fc.property(nastyText, maxUnits, (whole, longest) => {
        for (const { start, end } of split(whole, longest)) {
          expect(whole.slice(start - 1, start + 1)).not.toMatch(/^[\ud800-\udbff][\udc00-\udfff]$/);
          expect(whole.slice(end - 1, end + 1)).not.toMatch(/^[\ud800-\udbff][\udc00-\udfff]$/);
        }
      }),
    );
  });

  it('is split inside a grapheme cluster only if the cluster holds white space, or fills a sentence', () => {
    const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(nastyText, fc.integer({ min: 40, max: 100 }), (whole, longest) => {
        const clusters = [...graphemes.segment(whole)].filter(
          ({ segment }) => !/\s/.test(segment) && segment.length < longest,
        );
        for (const offset of split(whole, longest).flatMap(({ start, end }) => [start, end])) {
          const inside = clusters.find(({ index, segment }) => index < offset && offset < index + segment.length);
          expect(inside?.segment).toBeUndefined();
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
