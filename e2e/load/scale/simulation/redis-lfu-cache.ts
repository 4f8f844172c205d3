import type { RandomSource } from './random-source.js';

/** The defaults of redis.conf. */
const SAMPLED_KEYS = 5;
const POOL_KEYS = 16;
const LOG_FACTOR = 10;
const FIRST_COUNT = 5;
const MAX_COUNT = 255;

interface Candidate {
  readonly key: number;
  readonly count: number;
}

/**
 * The keys of a Redis with `maxmemory-policy allkeys-lfu`: a logarithmic counter for each key, and eviction of the key with the
 * lowest counter among sampled ones. The counters do not decay: a simulation is shorter than the minute of `lfu-decay-time`.
 * https://redis.io/docs/latest/develop/reference/eviction/
 */
export class RedisLfuCache {
  private readonly counts = new Map<number, number>();
  /** All keys, to sample from, and where each one is. */
  private readonly keys: number[] = [];
  private readonly places = new Map<number, number>();
  /** The best candidates of former samples, the lowest counter first. */
  private pool: Candidate[] = [];

  /** @param maxKeys that the memory of Redis holds; Infinity for a Redis that never evicts, 0 for no Redis */
  constructor(
    private readonly maxKeys: number,
    private readonly random: RandomSource,
  ) {}

  get size(): number {
    return this.keys.length;
  }

  /** Reads a key. @returns whether it is stored */
  read(key: number): boolean {
    const count = this.counts.get(key);
    if (count === undefined) return false;
    this.counts.set(key, this.grow(count));
    return true;
  }

  /** Stores a key. Evicts another one when the memory is full. */
  write(key: number): void {
    const count = this.counts.get(key);
    if (count !== undefined) {
      this.counts.set(key, this.grow(count));
      return;
    }
    if (this.maxKeys < 1) return;
    while (this.keys.length >= this.maxKeys) this.evict();
    this.counts.set(key, FIRST_COUNT);
    this.places.set(key, this.keys.length);
    this.keys.push(key);
  }

  private grow(count: number): number {
    const chance = 1 / (Math.max(0, count - FIRST_COUNT) * LOG_FACTOR + 1);
    return count < MAX_COUNT && this.random.next() < chance ? count + 1 : count;
  }

  private evict(): void {
    for (let sampled = 0; sampled < SAMPLED_KEYS; sampled++) {
      const key = this.keys[this.random.nextInteger(this.keys.length)] ?? 0;
      if (this.pool.some((candidate) => candidate.key === key)) continue;
      this.pool.push({ key, count: this.counts.get(key) ?? 0 });
    }
    this.pool = this.pool.sort((a, b) => a.count - b.count).slice(0, POOL_KEYS);
    const victim = this.pool.shift();
    if (victim && this.counts.has(victim.key)) this.remove(victim.key);
  }

  private remove(key: number): void {
    const place = this.places.get(key) ?? 0;
    const last = this.keys.pop() ?? key;
    if (last !== key) {
      this.keys[place] = last;
      this.places.set(last, place);
    }
    this.places.delete(key);
    this.counts.delete(key);
  }
}
