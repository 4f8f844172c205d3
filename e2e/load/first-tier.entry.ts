/** Puts texts into a first tier, in a process of its own, and prints what that took: `<bound in bytes> <texts>`. */
import { CacheKeys, MemoryCache } from '#libs/caching';
import { systemClock } from '#libs/classification';

export interface FirstTierUsage {
  readonly textsKept: number;
  /** Resident memory that the process gained. */
  readonly grownBytes: number;
}

const [boundBytes = 0, texts = 0] = process.argv.slice(2).map(Number);
const TEXTS_AT_A_TIME = 1_000;

const cache = new MemoryCache({ maxBytes: boundBytes, ttlSeconds: 86_400, clock: systemClock });
const keys = new CacheKeys({ digest: 'a'.repeat(64), maxTokens: 512 });
const keysFrom = (first: number) => Array.from({ length: TEXTS_AT_A_TIME }, (_, at) => keys.of(`text ${first + at}`));

const beforeBytes = process.memoryUsage.rss();
for (let first = 0; first < texts; first += TEXTS_AT_A_TIME) {
  const entries = keysFrom(first).map((key) => ({
    key,
    prediction: { logits: Float32Array.of(first, 1), truncated: false },
  }));
  cache.setMany(entries);
}
const grownBytes = process.memoryUsage.rss() - beforeBytes;
let textsKept = 0;
for (let first = 0; first < texts; first += TEXTS_AT_A_TIME) {
  textsKept += (await cache.getMany(keysFrom(first))).filter((prediction) => prediction !== undefined).length;
}
process.stdout.write(JSON.stringify({ textsKept, grownBytes } satisfies FirstTierUsage));
