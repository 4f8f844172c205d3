import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '#libs/testing';
import { golden } from '../golden.js';
import { readJobArguments } from './batch-job.js';
import { runClassify, runSentiment, type RunOptions } from './run-classify.js';
import { isLarger, type Ended } from './sentiment-process.js';

const ROWS = 1_200;
const SHARDS = 4;
const KILLED_SHARD = 1;
const VARIABLES = {
  INPUT: 'reviews.csv',
  COLUMN: 'review',
  OUTPUT: 'scored.csv',
  SHARDS: String(SHARDS),
  RUN: 'run-1',
};

const data = mkdtempSync(join(tmpdir(), 'batch-'));
const folders = { data, model: join(repository, 'model-artifacts/minilm-l6-sentiment') };
const input = join(data, VARIABLES.INPUT);
const undivided = join(data, 'undivided.csv');
const merged = join(data, VARIABLES.OUTPUT);

/** Writes texts with quotes, line breaks and emoji, so that a byte in the middle of the file tells nothing about rows. */
function writeReviews(): void {
  const texts = golden.answers.map(({ text }) => text).filter((text) => text.trim() !== '' && text.length < 200);
  const lines = Array.from({ length: ROWS }, (_, index) => {
    const text = `${texts[index % texts.length]}\n"${index}" 😀`;
    return `${index},"${text.replaceAll('"', '""')}","a\r\nb"`;
  });
  writeFileSync(input, `\uFEFFid,review,note\r\n${lines.join('\r\n')}\r\n`);
}

/** Runs the command of the pod of a shard. */
function runShard(index: number, options?: RunOptions): Promise<Ended> {
  const variables = { ...VARIABLES, JOB_COMPLETION_INDEX: String(index) };
  return runSentiment(readJobArguments('classify-job.yaml', variables, folders), options);
}

function runMerge(options?: RunOptions): Promise<Ended> {
  return runSentiment(readJobArguments('merge-job.yaml', VARIABLES, folders), options);
}

const getPart = (index: number) => join(data, `part-${index}-${VARIABLES.RUN}-${VARIABLES.OUTPUT}`);

function listOutputs(): string[] {
  const names = readdirSync(data).filter((name) => name.includes(VARIABLES.OUTPUT));
  return names.map((name) => join(data, name));
}

beforeAll(async () => {
  writeReviews();
  const { code, stderr } = await runClassify([input, '--column', 'review', '--output', undivided]);
  expect(code, stderr).toBe(0);
});
afterAll(() => {
  rmSync(data, { recursive: true });
});

// The processes of this machine stand for the pods: deploy/check/full/batch.full-spec.ts checks what a cluster does with them.
describe('The commands of the Jobs of a batch', () => {
  it('give the file of one run, while one pod is killed and its successor continues', async () => {
    // CI repeats a test that failed: the second attempt must find no output of the first.
    for (const path of listOutputs()) rmSync(path);
    // The pods start in any order, and the merge with them.
    const merging = runMerge();
    const isDue = () => isLarger(getPart(KILLED_SHARD), 0);
    const killed = await runShard(KILLED_SHARD, { kill: { signal: 'SIGKILL', isDue } });
    expect(killed.signal).toBe('SIGKILL');
    for (const index of [3, 0, 2]) expect((await runShard(index)).code).toBe(0);
    expect(existsSync(merged)).toBe(false);
    expect((await runShard(KILLED_SHARD)).code).toBe(0);

    const { code, stderr } = await merging;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('waiting: ');
    expect(stderr).toContain(`rows          ${ROWS}`);
    expect(readFileSync(merged).equals(readFileSync(undivided))).toBe(true);
    const sizes = Array.from({ length: SHARDS }, (_, index) => readFileSync(getPart(index)).length);
    for (const size of sizes) expect(size / readFileSync(merged).length).toBeCloseTo(1 / SHARDS, 1);
  });

  it('change nothing when the pods of a complete batch run again', async () => {
    expect(await runShard(2)).toMatchObject({ code: 0, stderr: `${getPart(2)} is complete already\n` });
    expect((await runMerge()).code).toBe(0);
    expect(readFileSync(merged).equals(readFileSync(undivided))).toBe(true);
  });

  it('report no former result as that of a changed input', async () => {
    appendFileSync(input, '9999,one more,\r\n');
    const merge = await runMerge();
    expect(merge).toMatchObject({ code: 2, stderr: expect.stringContaining('the size of the input') as string });
    expect((await runShard(2)).code).toBe(2);
  });

  it('end the merge by SIGTERM while it waits, and leave no output', async () => {
    for (const path of [`${getPart(0)}.shard.json`, merged]) rmSync(path, { force: true });
    const isDue = (stderr: string) => stderr.includes('waiting: ');
    const { code } = await runMerge({ kill: { signal: 'SIGTERM', isDue } });
    expect(code).toBe(143);
    expect(existsSync(merged)).toBe(false);
  });
});
