import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '#libs/testing';
import { processCpuMs } from './process-usage.js';

/** So many connections, each of which sends its next request when it has its answer. */
export interface ClosedLoad {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly textsPerRequest: number;
  /** One JSON string a line, and the line to start at. */
  readonly textsFile: string;
  readonly firstText: number;
  /** For a service that asks for one. */
  readonly apiKey?: string;
  /** The path of a request; by default `/predict`. */
  readonly path?: string;
  /** The body of a request, with `%s` for the texts; by default that of this service. */
  readonly bodyFormat?: string;
}

export interface ClosedLoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Answers that are not 2xx or 3xx. */
  readonly refused: number;
  readonly failures: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** CPU time of the generator. */
  readonly generatorCpuMs: number;
}

/** @throws Error when wrk is not installed (Debian, Homebrew: package `wrk`) */
export async function closedLoad(load: ClosedLoad): Promise<ClosedLoadResult> {
  const script = join(repository, 'e2e/load/wrk.lua');
  const wrk = spawn(
    'wrk',
    ['-t1', `-c${load.connections}`, `-d${load.seconds}s`, '--timeout', '60s', '-s', script, load.url],
    {
      env: {
        PATH: process.env.PATH,
        TEXTS_FILE: load.textsFile,
        FIRST_TEXT: String(load.firstText),
        TEXTS_PER_REQUEST: String(load.textsPerRequest),
        API_KEY: load.apiKey ?? '',
        BODY_FORMAT: load.bodyFormat ?? '{"text":[%s]}',
        REQUEST_PATH: load.path ?? '/predict',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  let generatorCpuMs = 0;
  wrk.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const timer = setInterval(() => (generatorCpuMs = processCpuMs(wrk.pid ?? 0) ?? generatorCpuMs), 100);
  await new Promise((resolve, reject) => {
    wrk.once('error', () => reject(new Error('wrk is not installed (Debian, Homebrew: package "wrk")')));
    wrk.once('close', resolve);
  });
  clearInterval(timer);
  const result = /RESULT (\{.*\})/.exec(output)?.[1];
  if (result === undefined) throw new Error(`wrk: ${output}`);
  return { ...(JSON.parse(result) as Omit<ClosedLoadResult, 'generatorCpuMs'>), generatorCpuMs };
}
