import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '#libs/testing';
import { golden } from '../golden.js';
import { runClassify, type RunOptions } from './run-classify.js';

const ROWS = 1_200;
const SHARDS = 4;
const SENTIMENT = join(repository, 'apps/cli/sentiment.js');

const folder = mkdtempSync(join(tmpdir(), 'shards-'));
const input = join(folder, 'reviews.csv');
const undivided = join(folder, 'undivided.csv');

/** Texts with quotes, line breaks and emoji, so that a byte in the middle of the file tells nothing about rows. */
function writeReviews(): void {
  const texts = golden.answers.map(({ text }) => text).filter((text) => text.trim() !== '' && text.length < 200);
  const lines = Array.from({ length: ROWS }, (_, index) => {
    const text = `${texts[index % texts.length]}\n"${index}" 😀`;
    return `${index},"${text.replaceAll('"', '""')}","a\r\nb"`;
  });
  writeFileSync(input, `\uFEFFid,text,note\r\n${lines.join('\r\n')}\r\n`);
}

const getPart = (index: number) => join(folder, `part-${index}.csv`);

function classifyShard(index: number, args: readonly string[] = [], options: RunOptions = {}) {
  return runClassify([input, '--output', getPart(index), '--shard', `${index}/${SHARDS}`, ...args], options);
}

/** @returns what it wrote to the standard error */
async function merge(inputs: readonly string[], output: string): Promise<string> {
  const run = promisify(execFile);
  const { stderr } = await run(process.execPath, [SENTIMENT, 'merge', ...inputs, '--output', output]);
  return stderr;
}

beforeAll(async () => {
  writeReviews();
  const { code, stderr } = await runClassify([input, '--output', undivided]);
  expect(code, stderr).toBe(0);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('sentiment classify --shard', () => {
  const parts = Array.from({ length: SHARDS }, (_, index) => getPart(index));

  it('gives the file of one run when all shards are merged, one of them killed and resumed in between', async () => {
    const isDue = () => existsSync(`${getPart(1)}.checkpoint.json`);
    const killed = await classifyShard(1, [], { kill: { signal: 'SIGKILL', isDue, afterMs: 100 } });
    expect(killed.signal).toBe('SIGKILL');
    await expect(merge([getPart(1)], join(folder, 'early.csv'))).rejects.toThrow(
      'is not complete: continue its run with --resume',
    );
    for (const index of [3, 0, 2]) expect((await classifyShard(index)).code).toBe(0);
    expect((await classifyShard(1, ['--resume'])).code).toBe(0);

    const merged = join(folder, 'merged.csv');
    expect(await merge(parts.toReversed(), merged)).toContain(`rows          ${ROWS}`);
    expect(readFileSync(merged).equals(readFileSync(undivided))).toBe(true);
    const sizes = parts.map((path) => readFileSync(path).length / readFileSync(merged).length);
    for (const size of sizes) expect(size).toBeCloseTo(1 / SHARDS, 1);
  });

  it('has nothing to do for a complete shard that is resumed', async () => {
    const before = readFileSync(getPart(2));
    const { code, stderr } = await classifyShard(2, ['--resume']);
    expect([code, stderr]).toEqual([0, `${getPart(2)} is complete already\n`]);
    expect(readFileSync(getPart(2)).equals(before)).toBe(true);
  });

  it('refuses to resume another shard', async () => {
    const output = getPart(2);
    const other = await runClassify([input, '--output', output, '--shard', `1/${SHARDS}`, '--resume']);
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('there is nothing to resume') as string });
  });

  it('divides a compressed file of NDJSON into sentences, with more shards than rows', async () => {
    const lines = ['It rained. We danced!', 'No'].map((text) => `${JSON.stringify({ text })}\n`);
    const source = join(folder, 'few.ndjson.gz');
    writeFileSync(source, gzipSync(lines.join('')));
    const whole = await runClassify([source, '--sentences']);
    const outputs: string[] = [];
    for (const index of [0, 1, 2]) {
      const output = join(folder, `few-${index}.ndjson`);
      const ended = await runClassify([source, '--sentences', '--output', output, '--shard', `${index}/3`]);
      expect(ended.code, ended.stderr).toBe(0);
      outputs.push(output);
    }
    const merged = join(folder, 'few.ndjson');
    await merge(outputs, merged);
    expect(readFileSync(merged, 'utf8')).toBe(whole.stdout);
  });

  it('refuses the standard input, the standard output and a shard that does not exist', async () => {
    const ended = await Promise.all([
      runClassify(['-', '--output', join(folder, 'a.csv'), '--shard', '0/2']),
      runClassify([input, '--shard', '0/2']),
      classifyShard(SHARDS),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(ended[0].stderr).toContain('--shard needs a file as input, and --output');
    expect(ended[2].stderr).toContain('--shard must be <index>/<count>');
  });
});
