/** Puts texts into a first tier, in a process of its own, and prints what that took: `<bound in bytes> <texts>`. */
import { CacheKeys, MemoryCache } from '#libs/caching';
import { systemClock } from '#libs/clock';

export interface FirstTierUsage {
  readonly textsKept: number;
  /** Resident memory that the process gained and keeps when V8 collects. */
  readonly grownBytes: number;
}

const [boundBytes = 0, texts = 0] = process.argv.slice(2).map(Number);
const TEXTS_AT_A_TIME = 1_000;

const cache = new MemoryCache({ maxBytes: boundBytes, ttlSeconds: 86_400, clock: systemClock });
const keys = new CacheKeys({
  digest: 'a'.repeat(64),
  maxTokens: 512,
  windows: { tokens: 128, overlapTokens: 16, maxWindows: 1, temperature: 1 },
  maxChars: 8_192,
});
const keysFrom = (first: number) =>
  Array.from({ length: TEXTS_AT_A_TIME }, (_, at) => keys.keyFor(`text ${first + at}`));

function residentBytesCollected(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  // The second gives the pages back that the first has emptied.
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage.rss();
}

const beforeBytes = residentBytesCollected();
for (let first = 0; first < texts; first += TEXTS_AT_A_TIME) {
  const entries = keysFrom(first).map((key) => ({
    key,
    prediction: { logits: Float32Array.of(first, 1), truncated: false, tokens: 3, unknownTokens: 0, readChars: 9 },
  }));
  cache.setMany(entries);
}
const grownBytes = residentBytesCollected() - beforeBytes;
let textsKept = 0;
for (let first = 0; first < texts; first += TEXTS_AT_A_TIME) {
  textsKept += (await cache.getMany(keysFrom(first))).filter((prediction) => prediction !== undefined).length;
}
process.stdout.write(JSON.stringify({ textsKept, grownBytes } satisfies FirstTierUsage));
