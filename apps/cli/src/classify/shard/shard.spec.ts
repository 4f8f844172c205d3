import { describe, expect, it } from 'vitest';
import type { Row } from '../table.js';
import { selectRows } from './select-rows.js';
import { formatShard, parseShard, toShardRange } from './shard.js';

const END_BYTES = [3, 7, 7, 12, 20, 21];

/** Rows that end at these bytes. */
async function* toRows(endBytes: readonly number[]): AsyncGenerator<Row> {
  for (const [index, endByte] of endBytes.entries()) {
    yield await Promise.resolve({
      number: index + 1,
      text: 'a',
      error: undefined,
      endByte,
      cells: [],
      raw: '',
      lineBreak: '',
    });
  }
}

async function listRows(index: number, count: number): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { number } of selectRows(toRows(END_BYTES), toShardRange({ index, count }, 21)))
    numbers.push(number);
  return numbers;
}

describe('Shards of a table', () => {
  it.each(['0/1', '3/4', '0/100000'])('are named by index and count: %s', (text) => {
    expect(formatShard(parseShard(text))).toBe(text);
  });

  it.each(['', '1', '1/', '/2', '4/4', '1/0', '-1/2', '1.5/2', '1/2/3', ' 1/2', '0/1e3', '0/10000000'])(
    'are refused with %j',
    (text) => {
      expect(() => parseShard(text)).toThrow('--shard must be <index>/<count>');
    },
  );

  it.each([1, 2, 3, 4, 7, 21, 50])('hold each row once and in order, in %i parts', async (count) => {
    const parts = await Promise.all(Array.from({ length: count }, (_, index) => listRows(index, count)));
    expect(parts.flat()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('have the header in the first part alone', () => {
    expect([0, 1, 2].map((index) => toShardRange({ index, count: 3 }, 2).hasHeader)).toEqual([true, false, false]);
  });

  it('end behind their last row without reading on', async () => {
    let read = 0;
    async function* count(): AsyncGenerator<Row> {
      for await (const row of toRows(END_BYTES)) {
        read++;
        yield row;
      }
    }
    const rows = selectRows(count(), { fromByte: 0, toByte: 7 });
    for await (const row of rows) expect(row.endByte).toBeLessThanOrEqual(7);
    expect(read).toBe(4);
  });
});
