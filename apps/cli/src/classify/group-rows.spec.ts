import { describe, expect, it } from 'vitest';
import { groupRows } from './group-rows.js';
import type { Row } from './table.js';

async function* rows(texts: readonly (string | undefined)[]): AsyncGenerator<Row> {
  for (const [index, text] of texts.entries()) {
    const row = { number: index + 1, text, error: undefined, endByte: index, cells: [], raw: '', lineBreak: '\n' };
    yield await Promise.resolve(row);
  }
}

async function listSizes(texts: readonly (string | undefined)[], isStopped = () => false): Promise<number[]> {
  const sizes: number[] = [];
  for await (const group of groupRows(rows(texts), isStopped)) sizes.push(group.length);
  return sizes;
}

describe('groupRows', () => {
  it('makes groups of 64 rows, and a smaller one of the rest', async () => {
    expect(await listSizes(Array<string>(130).fill('good'))).toEqual([64, 64, 2]);
  });

  it('ends a group early when its texts are long', async () => {
    const long = 'x'.repeat(40_000);
    expect(await listSizes([long, long, long])).toEqual([2, 1]);
  });

  it('counts rows without a text', async () => {
    expect(await listSizes([undefined, 'good', undefined])).toEqual([3]);
  });

  it('gives the rows that were read when it is stopped', async () => {
    let asked = 0;
    expect(await listSizes(Array<string>(100).fill('good'), () => ++asked === 5)).toEqual([5]);
  });
});
