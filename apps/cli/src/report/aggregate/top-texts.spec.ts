import { describe, expect, it } from 'vitest';
import type { ScoredRow } from '../scored/scored-row.js';
import { TopTexts } from './top-texts.js';

function toRow(number: number, text: string): ScoredRow {
  return { number, text, sentence: undefined, answer: undefined, error: undefined, group: undefined, date: undefined };
}

function keep(ranks: readonly (readonly [number, string])[], size: number): [number, number, string][] {
  const top = new TopTexts(size);
  ranks.forEach(([rank, text], index) => top.add(rank, toRow(index + 1, text)));
  return top.texts.map(({ rank, row }) => [rank, row.number, row.text]);
}

describe('The top texts', () => {
  it('are those with the highest ranks, in their order', () => {
    expect(
      keep(
        [
          [1, 'a'],
          [3, 'b'],
          [2, 'c'],
          [4, 'd'],
        ],
        2,
      ),
    ).toEqual([
      [4, 4, 'd'],
      [3, 2, 'b'],
    ]);
  });

  it('are the earlier ones of equal ranks', () => {
    const ranks = ['a', 'b', 'c', 'd'].map((text): [number, string] => [1, text]);
    expect(keep(ranks, 2)).toEqual([
      [1, 1, 'a'],
      [1, 2, 'b'],
    ]);
  });

  it('have a repeated text once, with its highest rank', () => {
    expect(
      keep(
        [
          [1, 'a'],
          [2, 'b'],
          [3, 'a'],
          [2, 'a'],
        ],
        3,
      ),
    ).toEqual([
      [3, 3, 'a'],
      [2, 2, 'b'],
    ]);
  });
});
