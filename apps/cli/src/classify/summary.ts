import type { ClassifiedRows } from './row-classifier.js';

/** What a run has done. */
export class Summary {
  private readonly counts = new Map<string, number>();
  private lastRow = 0;
  private inputRows = 0;
  private sentences = 0;
  private scoreSum = 0;
  private answered = 0;
  private truncated = 0;
  private cacheHits = 0;
  private failed = 0;

  /** Rows without an answer in this run. */
  get errors(): number {
    return this.failed;
  }

  /** Rows of the input in this run. */
  get rows(): number {
    return this.inputRows;
  }

  add({ rows, results, cacheHits }: ClassifiedRows): void {
    this.cacheHits += cacheHits;
    for (const { number, sentence } of rows) {
      if (number !== this.lastRow) this.inputRows++;
      this.lastRow = number;
      if (sentence) this.sentences++;
    }
    for (const { sentiment, score = 0, truncated } of results) {
      if (sentiment === undefined) {
        this.failed++;
        continue;
      }
      this.answered++;
      this.counts.set(sentiment, (this.counts.get(sentiment) ?? 0) + 1);
      this.scoreSum += score;
      if (truncated) this.truncated++;
    }
  }

  /** @param seconds duration of the run */
  format(seconds: number): string {
    const share = (count: number) => `${((100 * count) / Math.max(1, this.answered)).toFixed(1)} %`;
    const labels = [...this.counts].sort(([one], [other]) => one.localeCompare(other));
    return [
      `rows          ${this.rows}`,
      ...(this.sentences > 0 ? [`sentences     ${this.sentences}`] : []),
      ...labels.map(([label, count]) => `${label.toLowerCase().padEnd(13)} ${count} (${share(count)})`),
      `mean score    ${(this.scoreSum / Math.max(1, this.answered)).toFixed(4)}`,
      `truncated     ${this.truncated} (${share(this.truncated)})`,
      `from cache    ${this.cacheHits} (${share(this.cacheHits)})`,
      `errors        ${this.failed}`,
      `texts/s       ${((this.answered + this.failed) / Math.max(1e-3, seconds)).toFixed(0)}`,
    ].join('\n');
  }
}
