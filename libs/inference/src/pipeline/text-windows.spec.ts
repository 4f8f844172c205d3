import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageLogits, countInputs, countReadTokens, cutBeginning, toInputs } from './text-windows.js';

const policy = { tokens: 12, overlapTokens: 3, maxWindows: 5, temperature: 0.5 };
/** The first token is 101, the last one 102, and those of the text count from 0. */
const toText = (content: number) => ({
  ids: Int32Array.from([101, ...Array.from({ length: content }, (_, index) => index), 102]),
  prefixTokens: 1,
  suffixTokens: 1,
});
const getContents = (content: number) => toInputs(toText(content), 20, policy).map((ids) => [...ids.subarray(1, -1)]);

describe('Windows of a long text', () => {
  it('are not used for a text that fits', () => {
    expect(getContents(18)).toEqual([Array.from({ length: 18 }, (_, index) => index)]);
  });

  it('are of equal length, evenly spaced, and end with the text', () => {
    const contents = getContents(24);
    expect(contents.map((window) => [window[0], window.at(-1)])).toEqual([
      [0, 9],
      [7, 16],
      [14, 23],
    ]);
  });

  it('begin and end with the special tokens', () => {
    for (const ids of toInputs(toText(30), 20, policy))
      expect([ids[0], ids.at(-1), ids.length]).toEqual([101, 102, 12]);
  });

  it('hold every token, share the overlap, and are as many as were counted, for any text that is read whole', () => {
    const readTokens = countReadTokens(20, policy);
    fc.assert(
      fc.property(fc.integer({ min: 19, max: readTokens - 2 }), (content) => {
        const contents = getContents(content);
        expect(new Set(contents.flat()).size).toBe(content);
        expect(contents).toHaveLength(countInputs(content + 2, 20, policy));
        expect(contents.length).toBeLessThanOrEqual(policy.maxWindows);
        contents.slice(1).forEach(([first = 0], index) => {
          const lastBefore = contents[index]?.at(-1) ?? -1;
          expect(lastBefore - first + 1).toBeGreaterThanOrEqual(policy.overlapTokens);
        });
      }),
    );
  });

  it('read at least the maximum of the model, and nothing more when there is one window', () => {
    expect(countReadTokens(512, { ...policy, maxWindows: 2 })).toBe(512);
    expect(countReadTokens(512, { ...policy, tokens: 500, maxWindows: 1 })).toBe(512);
    expect(countReadTokens(20, policy)).toBe(12 + 4 * 7);
  });

  it('have a mean of logits that their temperature divides', () => {
    const mean = averageLogits([Float32Array.of(1, -3), Float32Array.of(2, 1)], policy);
    expect([...mean]).toEqual([3, -2]);
  });

  it('are no part of the beginning, which has the special tokens too', () => {
    expect([...cutBeginning(toText(100), 5)]).toEqual([101, 0, 1, 2, 102]);
    expect([...cutBeginning(toText(2), 5)]).toEqual([101, 0, 1, 102]);
  });
});
