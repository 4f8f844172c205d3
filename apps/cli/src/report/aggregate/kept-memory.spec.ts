import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { DateCounts } from './date-counts.js';
import { ErrorReasons } from './error-reasons.js';
import { GroupCounts } from './group-counts.js';
import { TopTexts } from './top-texts.js';

const CELLS = 40;
const CELL_CHARS = 1 << 20;
const MAX_BYTES = 10 * (1 << 20);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A part of a string of a mebibyte, as a cell is a part of a chunk. */
function takePart(index: number, length: number): string {
  return `  ${index} ${'x'.repeat(CELL_CHARS)}`.slice(1, length);
}

function measureHeap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const toRow = (number: number, text: string) => ({
  ...{ number, text, group: text, date: text, sentence: undefined, error: undefined },
  answer: { sentiment: text, score: 1, scores: new Map([[text, 1]]), truncated: false },
});
const FAULTS = ['', 'soon', '0001-01-01', '03/04/2024'];

describe('A report keeps no more than the starts of', () => {
  it.each<[string, () => { readonly kept: object; add(index: number, length: number): void }]>([
    [
      'groups',
      () => {
        const kept = new GroupCounts();
        return { kept, add: (index, length) => kept.add(takePart(index, length), 'positive') };
      },
    ],
    [
      'reasons',
      () => {
        const kept = new ErrorReasons();
        return { kept, add: (index, length) => kept.add(takePart(index, length), index) };
      },
    ],
    [
      'examples',
      () => {
        const kept = new TopTexts(CELLS);
        return { kept, add: (index, length) => kept.add(index, toRow(index, takePart(index, length))) };
      },
    ],
    [
      'dates that cannot be read',
      () => {
        const kept = Array.from({ length: CELLS }, () => new DateCounts('ymd'));
        const fill = (index: number, length: number) => `${FAULTS[index % FAULTS.length] ?? ''}${takePart(0, length)}`;
        return { kept, add: (index, length) => kept[index]?.add(fill(index, length), index, 'positive') };
      },
    ],
  ])('%s, be they short parts of a row or long', (_, create) => {
    for (const length of [30, CELL_CHARS]) {
      const before = measureHeap();
      const counter = create();
      for (let index = 0; index < CELLS; index++) counter.add(index, length);
      expect(measureHeap() - before, String(length)).toBeLessThan(MAX_BYTES);
      expect(counter.kept).toBeDefined();
    }
  });
});
