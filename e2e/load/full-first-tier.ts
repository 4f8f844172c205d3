import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../start-api.js';
import type { FirstTierUsage } from './first-tier.entry.js';

/** Less than any entry takes. */
const BYTES_PER_TEXT = 100;
const NEXT_TO_NOTHING_BYTES = 100_000;

/**
 * What a full first tier takes, beyond what the same work takes with next to no tier: V8 leaves garbage of any work
 * lying about, some 40 MB of it here.
 */
export async function fullFirstTier(boundBytes: number): Promise<FirstTierUsage> {
  const texts = boundBytes / BYTES_PER_TEXT;
  const [full, control] = [await fill(boundBytes, texts), await fill(NEXT_TO_NOTHING_BYTES, texts)];
  return { textsKept: full.textsKept, grownBytes: full.grownBytes - control.grownBytes };
}

async function fill(boundBytes: number, texts: number): Promise<FirstTierUsage> {
  const entry = join(repository, 'dist/e2e/load/first-tier.entry.js');
  const { stdout } = await promisify(execFile)(process.execPath, [entry, String(boundBytes), String(texts)]);
  return JSON.parse(stdout) as FirstTierUsage;
}
