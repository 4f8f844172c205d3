import type { RandomSource } from './random-source.js';

/** Popularity by rank: the item of rank r (from 0) is asked for in proportion to `1 / (r + 1) ** exponent`. */
export class Zipf {
  /** The probability of the items up to each rank. */
  private readonly cumulative: Float64Array;

  /** @param items at least 1 @param exponent 0 makes all items equally popular */
  constructor(
    readonly items: number,
    readonly exponent: number,
  ) {
    this.cumulative = new Float64Array(items);
    let sum = 0;
    for (let rank = 0; rank < items; rank++) {
      sum += (rank + 1) ** -exponent;
      this.cumulative[rank] = sum;
    }
    for (let rank = 0; rank < items; rank++) this.cumulative[rank] = this.share(rank) / sum;
  }

  /** The probability that a request is for one of the ranks 0 to `rank`. */
  share(rank: number): number {
    return this.cumulative[rank] ?? 0;
  }

  probability(rank: number): number {
    return this.share(rank) - this.share(rank - 1);
  }

  /** @returns a rank */
  sample(random: RandomSource): number {
    const wanted = random.next();
    let [low, high] = [0, this.items - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.share(middle) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
