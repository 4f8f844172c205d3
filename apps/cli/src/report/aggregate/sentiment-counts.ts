/** Counts rows by their sentiment. */
export class SentimentCounts {
  private readonly counts = new Map<string, number>();
  private sum = 0;

  get total(): number {
    return this.sum;
  }

  get names(): readonly string[] {
    return [...this.counts.keys()];
  }

  get(sentiment: string): number {
    return this.counts.get(sentiment) ?? 0;
  }

  /** @returns the share of a sentiment, from 0 to 1; 0 without rows */
  getShare(sentiment: string): number {
    return this.get(sentiment) / Math.max(1, this.sum);
  }

  /** Share of positive rows minus that of negative ones, from -1 to 1. */
  get netSentiment(): number {
    return this.getShare('positive') - this.getShare('negative');
  }

  add(sentiment: string, count = 1): void {
    this.counts.set(sentiment, this.get(sentiment) + count);
    this.sum += count;
  }

  addAll(other: SentimentCounts): void {
    for (const [sentiment, count] of other.counts) this.add(sentiment, count);
  }
}
