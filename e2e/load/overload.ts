import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Api, postJson, repository } from '#libs/testing';
import { processCpuMs, proportionalMegabytes } from './process-usage.js';

export interface OpenLoad {
  readonly url: string;
  readonly requestsPerSecond: number;
  readonly seconds: number;
  readonly textsPerRequest: number;
  /** One JSON string a line, and the line to start at. */
  readonly textsFile: string;
  readonly firstText: number;
}

export interface OpenLoadResult {
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Requests without an answer. */
  readonly failures: number;
  readonly byStatus: Readonly<Record<string, { count: number; p50Ms: number; p99Ms: number; maxMs: number }>>;
}

export interface Overload extends OpenLoadResult {
  readonly acceptedTextsPerSecond: number;
  readonly serverCpuMs: number;
  readonly peakMegabytes: number;
  /** How long the first request after the overload took. */
  readonly afterwardsMs: number;
}

/** Offers an open load and looks at the service while and after it. */
export async function overload(api: Api, load: Omit<OpenLoad, 'url'>): Promise<Overload> {
  const processIds = [api.process.pid ?? 0, ...api.workerIds()];
  const cpuBefore = processCpuMs(processIds[0] ?? 0) ?? 0;
  let peakMegabytes = 0;
  const timer = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, proportionalMegabytes(processIds));
  }, 1_000);
  const generator = join(repository, 'dist/e2e/load/open-load.js');
  const { stdout } = await promisify(execFile)(process.execPath, [
    generator,
    JSON.stringify({ ...load, url: api.url }),
  ]);
  clearInterval(timer);
  const result = JSON.parse(stdout) as OpenLoadResult;
  const startMs = performance.now();
  await (await postJson(api.url, { text: ['The first text after the overload.'] })).arrayBuffer();
  return {
    ...result,
    acceptedTextsPerSecond: ((result.byStatus['200']?.count ?? 0) * load.textsPerRequest) / result.seconds,
    serverCpuMs: (processCpuMs(processIds[0] ?? 0) ?? 0) - cpuBefore,
    peakMegabytes,
    afterwardsMs: performance.now() - startMs,
  };
}
