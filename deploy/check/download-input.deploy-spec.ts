import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploy, runTool } from './tools.js';

const SCRIPT = join(deploy, 'components/batch-download/download-input.sh');
const CONTENT = 'text\nFine\n';

let folder: string;
let input: string;
let server: Server;
/** How the server answers, and the paths that were asked for. */
let answer: (response: ServerResponse) => void;
let paths: (string | undefined)[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'download-'));
  input = join(folder, 'input.csv');
  paths = [];
  answer = (response) => response.end(CONTENT);
  server = createServer((request, response) => {
    paths.push(request.url);
    answer(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

function download(env: Readonly<Record<string, string>> = {}, query = '?sig="a%2Fb\\') {
  const urlFile = join(folder, 'url');
  writeFileSync(urlFile, `http://127.0.0.1:${(server.address() as AddressInfo).port}/input${query}\n`);
  return runTool('sh', [SCRIPT, urlFile, input], { env: { DOWNLOAD_PROTOCOLS: 'http', ...env } });
}

describe('download-input.sh', () => {
  it('downloads the address of the file, as it is written there, and prints no part of it', async () => {
    const { exitCode, output } = await download({ JOB_COMPLETION_INDEX: '0' });
    expect(exitCode, output).toBe(0);
    expect(readFileSync(input, 'utf8')).toBe(CONTENT);
    expect(paths).toEqual(['/input?sig="a%2Fb\\']);
    expect(output).not.toContain('sig');
    expect(readdirSync(folder).toSorted()).toEqual(['input.csv', 'url']);
  });

  it('keeps an input that is there', async () => {
    writeFileSync(input, 'mine');
    expect((await download()).exitCode).toBe(0);
    expect([readFileSync(input, 'utf8'), paths]).toEqual(['mine', []]);
  });

  it('tries again after an error of the server', async () => {
    answer = (response) => {
      if (paths.length > 1) return response.end(CONTENT);
      return response.writeHead(503, { 'Retry-After': '1' }).end('busy');
    };
    expect((await download()).exitCode).toBe(0);
    expect([readFileSync(input, 'utf8'), paths.length]).toEqual([CONTENT, 2]);
  });

  it('does not try again after a refusal, and ends the pods that wait', async () => {
    answer = (response) => response.writeHead(403).end('no');
    const waiting = download({ JOB_COMPLETION_INDEX: '3', DOWNLOAD_INTERVAL_SECONDS: '1' });
    expect((await download()).exitCode).toBe(2);
    expect(paths).toHaveLength(1);
    expect(await waiting).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining('refuses the address') as string,
    });
    expect(existsSync(input)).toBe(false);
  });

  it('downloads after a refusal when the address is another one', async () => {
    answer = (response) => response.writeHead(403).end('no');
    await download();
    answer = (response) => response.end(CONTENT);
    expect((await download()).exitCode).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(['input.csv', 'url']);
  });

  it('takes no refusal of a former Job for one of its own, in the pods that wait', async () => {
    answer = (response) => response.writeHead(403).end('no');
    await download({ DOWNLOAD_RUN: 'former' });
    const env = { DOWNLOAD_RUN: 'later', DOWNLOAD_INTERVAL_SECONDS: '1' };
    const waiting = download({ JOB_COMPLETION_INDEX: '3', ...env });
    answer = (response) => response.end(CONTENT);
    expect((await download(env)).exitCode).toBe(0);
    expect((await waiting).exitCode).toBe(0);
  });

  it('refuses an address without TLS', async () => {
    expect((await download({ DOWNLOAD_PROTOCOLS: 'https' })).exitCode).toBe(2);
    expect(paths).toEqual([]);
  });

  it('leaves no input when the connection ends too early', async () => {
    answer = (response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write(CONTENT, () => response.destroy());
    };
    expect((await download({ DOWNLOAD_RETRIES: '0' })).exitCode).toBe(1);
    expect(readdirSync(folder)).toEqual(['url']);
  });

  it('waits in the other pods until the input is there', async () => {
    const waiting = download({ JOB_COMPLETION_INDEX: '3', DOWNLOAD_INTERVAL_SECONDS: '1' });
    writeFileSync(input, CONTENT);
    expect((await waiting).exitCode).toBe(0);
    expect(paths).toEqual([]);
  });

  it('ends in the other pods when the time is over', async () => {
    const env = { JOB_COMPLETION_INDEX: '3', DOWNLOAD_INTERVAL_SECONDS: '1', DOWNLOAD_WAIT_SECONDS: '1' };
    const { exitCode, output } = await download(env);
    expect(exitCode).toBe(1);
    expect(output).toContain('is not there after 1 s');
    expect(existsSync(input)).toBe(false);
  });

  it('says how it is used', async () => {
    const { exitCode, output } = await runTool('sh', [SCRIPT]);
    expect([exitCode, output]).toEqual([2, expect.stringContaining('download-input.sh URL_FILE INPUT')]);
  });
});
