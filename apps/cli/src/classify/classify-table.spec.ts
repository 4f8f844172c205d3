import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/testing';
import { classifyTable, type Position } from './classify-table.js';
import { NdjsonTable } from './ndjson-table.js';
import { ProgressReport } from './progress-report.js';
import { RunStoppedError, toRowResult } from './row-classifier.js';
import { Summary } from './summary.js';
import type { Row } from './table.js';

const GROUP_ROWS = 64;
const LINE = '"good"\n';

const BEGINNING: Position = { byte: 0, rows: 0, errors: 0 };

/** Classifies 320 rows, five groups, of which those from `firstFailed` on fail. */
async function run(firstFailed: number, error: Error, { from = BEGINNING, maxErrors = Number.POSITIVE_INFINITY } = {}) {
  const clock = new ManualClock();
  const lines: string[] = [];
  const saved: Position[] = [];
  const output = {
    write: (text: string) => {
      lines.push(...text.split('\n').filter((line) => line !== ''));
      return Promise.resolve();
    },
    sync: () => Promise.resolve(),
  };
  async function* read(): AsyncGenerator<Buffer> {
    yield await Promise.resolve(Buffer.from(LINE.repeat(5 * GROUP_ROWS)));
  }
  const end = classifyTable({
    table: new NdjsonTable({ field: 'text', sentences: false, nullText: undefined, prefix: '' }),
    input: read(),
    output,
    labels: ['NEGATIVE', 'POSITIVE'],
    from,
    maxErrors,
    clock,
    summary: new Summary(),
    progress: new ProgressReport({ write: () => {} }, clock, undefined, 0),
    classify: (rows: readonly Row[]) =>
      (rows[0]?.number ?? 0) > firstFailed * GROUP_ROWS
        ? Promise.reject(error)
        : Promise.resolve({
            rows,
            results: rows.map(() => toRowResult([0.25, 0.75], ['NEGATIVE', 'POSITIVE'], false)),
            cacheHits: 0,
          }),
    isStopped: () => false,
    saveCheckpoint: (position) => {
      saved.push(position);
      return Promise.resolve();
    },
  });
  return { end: await end.catch((reason: unknown) => reason), lines, saved };
}

describe('A run over a table', () => {
  it('ends after the rows before the first one that the stop left without an answer', async () => {
    const { end, lines, saved } = await run(2, new RunStoppedError());
    const position = { byte: 128 * LINE.length, rows: 128, errors: 0 };
    expect(end).toEqual(position);
    expect(lines).toHaveLength(128);
    expect(saved).toEqual([position]);
  });

  it('does not continue after the limit of errors that ended it before', async () => {
    const from = { byte: 128 * LINE.length, rows: 128, errors: 3 };
    const { end, lines } = await run(5, new Error('unused'), { from, maxErrors: 2 });
    expect(end).toMatchObject({ message: '3 rows have an error, and --max-errors is 2' });
    expect(lines).toEqual([]);
    expect((await run(9, new Error('unused'), { from, maxErrors: 3 })).end).toMatchObject({ errors: 3 });
  });

  it('fails with every other error', async () => {
    const error = new Error('the disk is full');
    expect((await run(2, error)).end).toBe(error);
  });
});
