const BINS = 40;

/** Counts scores from 0 to 1 in bins of equal width, for each sentiment. */
export class ScoreHistogram {
  private readonly counts = new Map<string, number[]>();

  /** Width of a bin. */
  static readonly binWidth = 1 / BINS;

  /** @param score from 0 to 1 */
  add(sentiment: string, score: number): void {
    const bins = this.counts.get(sentiment) ?? new Array<number>(BINS).fill(0);
    const bin = Math.min(BINS - 1, Math.floor(score * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
    this.counts.set(sentiment, bins);
  }

  /** @returns the counts of a sentiment, a number for each bin */
  getBins(sentiment: string): readonly number[] {
    return this.counts.get(sentiment) ?? new Array<number>(BINS).fill(0);
  }

  /** Index of the first bin that is not empty for every sentiment; 0 without scores. */
  get firstBin(): number {
    const firsts = [...this.counts.values()].map((bins) => bins.findIndex((count) => count > 0));
    return firsts.length === 0 ? 0 : Math.min(...firsts);
  }
}
