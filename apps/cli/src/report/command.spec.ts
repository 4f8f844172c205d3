import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportRequest } from '../classify/report-writer.js';
import { createReportCommand } from './command.js';

let folder: string;
let input: string;
let requests: ReportRequest[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-command-'));
  input = join(folder, 'scored.csv');
  writeFileSync(input, 'text\n');
  requests = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const command = createReportCommand({
  check: () => Promise.resolve(),
  write: (request) => {
    requests.push(request);
    return Promise.resolve();
  },
});

describe('sentiment report', () => {
  it('writes a report about an output', async () => {
    expect(await command.run([input, '--output', join(folder, 'r.html'), '--model', 'a 1'])).toBe(0);
    expect(requests).toMatchObject([
      {
        input,
        fileName: 'scored.csv',
        facts: [
          ['Model', 'a 1'],
          ['Texts', 'text'],
        ],
      },
    ]);
  });

  it('refuses an output whose run was interrupted', async () => {
    writeFileSync(`${input}.checkpoint.json`, '{}');
    await expect(command.run([input, '--output', join(folder, 'r.html')])).rejects.toThrow(
      'scored.csv is not complete: continue its run with --resume',
    );
    expect(requests).toEqual([]);
  });

  it('refuses an output that a process writes, or was killed in', async () => {
    writeFileSync(`${input}.lock`, '{}');
    await expect(command.run([input, '--output', join(folder, 'r.html')])).rejects.toThrow(
      'scored.csv.lock is writing it, or was killed',
    );
    expect(requests).toEqual([]);
  });

  it('refuses a shard, unless it is the only one', async () => {
    const args = [input, '--output', join(folder, 'r.html')];
    writeFileSync(`${input}.shard.json`, '{"shard":{"index":0,"count":3}}');
    await expect(command.run(args)).rejects.toThrow('scored.csv is the shard 0/3');
    expect(requests).toEqual([]);
    writeFileSync(`${input}.shard.json`, '{"shard":{"index":0,"count":1}}');
    expect(await command.run(args)).toBe(0);
  });
});
