import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '#libs/clock';
import { createClassifyCommand } from './command.js';
import { FAKE_MODEL, PredictServiceFake } from './predict-service.fake.js';

const REPORT_MS = 1_000_000;

let folder: string;
let server: Server;
let nowMs: number;
let stderr: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'classify-command-'));
  const service = new PredictServiceFake();
  server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const answer = request.method === 'GET' ? undefined : await service.fetch(undefined, { body });
      response.setHeader('content-type', 'application/json').setHeader('x-model', service.modelTag ?? '');
      response.end(answer ? await answer.text() : JSON.stringify(FAKE_MODEL));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  [nowMs, stderr] = [0, ''];
  vi.spyOn(systemClock, 'nowMs').mockImplementation(() => nowMs);
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
    stderr += line.toString();
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  server.close();
  rmSync(folder, { recursive: true });
});

describe('sentiment classify', () => {
  it('does not count the time of the report for the texts a second', async () => {
    const input = join(folder, 'a.csv');
    writeFileSync(input, 'text\ngood\nbad\n');
    const command = createClassifyCommand({
      check: () => Promise.resolve(),
      write: () => {
        nowMs += REPORT_MS;
        return Promise.resolve();
      },
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = [input, '--output', join(folder, 'b.csv'), '--report', join(folder, 'r.html'), '--url', url];
    expect(await command.run(args)).toBe(0);
    expect(stderr).toMatch(/^rows +2$/m);
    expect(stderr).not.toMatch(/^texts\/s +0$/m);
  });
});
