import { copyStart } from './copy-start.js';

/** Reasons that are counted one by one: some name numbers of cells. */
const MAX_REASONS = 1_000;
/** Characters by which reasons are told apart. */
const MAX_REASON_CHARS = 300;
const OTHER_REASONS = 'Other reasons';

export interface ErrorReason {
  readonly reason: string;
  readonly rows: number;
  /** Number of the first row with this error. */
  readonly firstRow: number;
}

interface ReasonCount {
  rows: number;
  readonly firstRow: number;
  lastRow: number;
}

/** Counts rows with an error by its reason. A row whose sentences have the same error counts once, and in the total always once. */
export class ErrorReasons {
  private readonly counts = new Map<string, ReasonCount>();
  private rows = 0;
  private lastRow = 0;

  /** Rows with an error. */
  get total(): number {
    return this.rows;
  }

  /** @param row number of the row, from 1; the rows of its sentences stand behind each other */
  add(text: string, row: number): void {
    if (row !== this.lastRow) this.rows++;
    this.lastRow = row;
    const reason = text.slice(0, MAX_REASON_CHARS);
    const isFull = this.counts.size >= MAX_REASONS && !this.counts.has(reason);
    const key = isFull ? OTHER_REASONS : reason;
    const count = this.counts.get(key) ?? this.begin(key, row);
    if (row !== count.lastRow) count.rows++;
    count.lastRow = row;
  }

  /** @returns the reasons of the most rows, and the rest together, at most `size` */
  list(size: number): ErrorReason[] {
    const reasons = [...this.counts]
      .map(([reason, { rows, firstRow }]) => ({ reason, rows, firstRow }))
      .sort((one, other) => other.rows - one.rows || one.firstRow - other.firstRow);
    if (reasons.length <= size) return reasons;
    const rest = reasons.slice(size - 1);
    return [
      ...reasons.slice(0, size - 1),
      {
        reason: OTHER_REASONS,
        rows: rest.reduce((sum, { rows }) => sum + rows, 0),
        firstRow: Math.min(...rest.map(({ firstRow }) => firstRow)),
      },
    ];
  }

  private begin(key: string, firstRow: number): ReasonCount {
    const count = { rows: 0, firstRow, lastRow: 0 };
    this.counts.set(copyStart(key, MAX_REASON_CHARS), count);
    return count;
  }
}
