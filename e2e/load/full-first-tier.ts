import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '#libs/testing';
import type { FirstTierUsage } from './first-tier.entry.js';

/** Less than any entry takes. */
const BYTES_PER_TEXT = 100;
const NEXT_TO_NOTHING_BYTES = 100_000;

/**
 * What of a full first tier stays in memory once V8 has collected, beyond what stays of the same work with next to no
 * tier: V8 keeps the room of its young generation, 17 MB in Node 20 and 120 MB in Node 24.
 */
export async function fullFirstTier(boundBytes: number): Promise<FirstTierUsage> {
  const texts = Math.ceil(boundBytes / BYTES_PER_TEXT);
  const [full, control] = [await fill(boundBytes, texts), await fill(NEXT_TO_NOTHING_BYTES, texts)];
  return { textsKept: full.textsKept, grownBytes: full.grownBytes - control.grownBytes };
}

async function fill(boundBytes: number, texts: number): Promise<FirstTierUsage> {
  const entry = join(repository, 'dist/e2e/load/first-tier.entry.js');
  const command = ['--expose-gc', entry, String(boundBytes), String(texts)];
  const { stdout } = await promisify(execFile)(process.execPath, command);
  return JSON.parse(stdout) as FirstTierUsage;
}
