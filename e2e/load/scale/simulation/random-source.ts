/** Uniform pseudo-random numbers that a seed determines: the generator mulberry32. */
export class RandomSource {
  private state: number;

  /** @param seed any integer; its lowest 32 bits count */
  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** @returns a number from 0 to less than 1 */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @returns an integer from 0 to less than `limit` */
  nextInteger(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** @returns a number with an exponential distribution, such as the time between two arrivals of a Poisson process */
  nextExponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }
}
