import type { Clock } from '#libs/clock';
import { groupRows } from './group-rows.js';
import { mapInOrder } from './map-in-order.js';
import type { ProgressReport } from './progress-report.js';
import { RunStoppedError, type ClassifiedRows } from './row-classifier.js';
import type { Summary } from './summary.js';
import { selectRows } from './shard/select-rows.js';
import type { ShardRange } from './shard/shard.js';
import type { Row, Table } from './table.js';
import type { TextOutput } from './text-output.js';

/** Groups of rows that are classified at the same time: enough to keep every worker busy while a group is written. */
const CONCURRENT_GROUPS = 16;
const CHECKPOINT_INTERVAL_MS = 2_000;
/** Lines of one write. Only rows with many sentences have more in a group. */
const WRITE_CHARS = 1 << 22;

/** How far a run has come. */
export interface Position {
  readonly byte: number;
  readonly rows: number;
  readonly errors: number;
}

export interface TableRun {
  readonly table: Table;
  readonly input: AsyncIterable<Buffer>;
  readonly output: Pick<TextOutput, 'write' | 'sync'>;
  readonly labels: readonly string[];
  /** Where the run begins; all 0 at the start of the input. */
  readonly from: Position;
  /** The part of the table to classify; all of it if undefined. */
  readonly range?: ShardRange | undefined;
  /** Most rows with an error. */
  readonly maxErrors: number;
  readonly clock: Clock;
  readonly summary: Summary;
  readonly progress: ProgressReport;
  /** @throws RunStoppedError for rows that are left to another run */
  classify(rows: readonly Row[]): Promise<ClassifiedRows>;
  isStopped(): boolean;
  /** Keeps the position. Everything up to it is in the output, and synchronized. */
  saveCheckpoint(position: Position): Promise<void>;
}

/** More rows than allowed have an error. */
export class TooManyErrorsError extends Error {
  override readonly name = 'TooManyErrorsError';
}

/**
 * Classifies the rows of a table, and writes one line for each in the order of the input. Memory does not grow with the input.
 *
 * @returns where the run ended: at the end of the input, or after the rows that were read or answered when `isStopped` became true
 * @throws TableError, TooManyErrorsError; the last checkpoint stays valid after any error
 */
export async function classifyTable(run: TableRun): Promise<Position> {
  const { table, input, output, labels, from, range, clock, summary, progress } = run;
  let position = from;
  // A run that is resumed must not go on past the limit that ended it.
  checkErrors(run, from);
  let savedMs = clock.nowMs();
  let hasHeader = from.rows > 0 || range?.hasHeader === false;
  const allRows = table.readRows(input, { byte: from.byte, row: from.rows });
  const rows = range ? selectRows(allRows, range) : allRows;
  const groups = groupRows(rows, () => run.isStopped());
  const results = mapInOrder(groups, CONCURRENT_GROUPS, (group) => run.classify(group));
  for await (const classified of takeUntilStopped(results)) {
    if (!hasHeader) await output.write(table.formatHeader(labels));
    hasHeader = true;
    await writeLines(run, classified);
    summary.add(classified);
    position = {
      byte: classified.rows.at(-1)?.endByte ?? position.byte,
      rows: classified.rows.at(-1)?.number ?? position.rows,
      errors: from.errors + summary.errors,
    };
    progress.show(summary.rows, position.byte);
    if (position.errors > run.maxErrors) await save(run, position);
    checkErrors(run, position);
    if (clock.nowMs() - savedMs >= CHECKPOINT_INTERVAL_MS) {
      await save(run, position);
      savedMs = clock.nowMs();
    }
  }
  if (!hasHeader) await output.write(table.formatHeader(labels));
  await save(run, position);
  return position;
}

/** @throws TooManyErrorsError */
function checkErrors({ maxErrors }: TableRun, { errors }: Position): void {
  if (errors <= maxErrors) return;
  throw new TooManyErrorsError(`${errors} rows have an error, and --max-errors is ${maxErrors}`);
}

/** Rows whose answers did not come before the run was stopped are not part of it. */
async function* takeUntilStopped<T>(results: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* results;
  } catch (error) {
    if (!(error instanceof RunStoppedError)) throw error;
  }
}

async function save(run: TableRun, position: Position): Promise<void> {
  await run.output.sync();
  await run.saveCheckpoint(position);
}

async function writeLines({ table, output, labels }: TableRun, { rows, results }: ClassifiedRows): Promise<void> {
  let lines = '';
  for (const [index, row] of rows.entries()) {
    const result = results[index];
    if (!result) throw new RangeError(`row ${row.number} has no result`);
    lines += table.formatRow(row, result, labels);
    if (lines.length < WRITE_CHARS) continue;
    await output.write(lines);
    lines = '';
  }
  await output.write(lines);
}
