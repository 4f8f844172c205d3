import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Api, postJson, repository } from '#libs/testing';
import type { PacedLoad, PacedLoadResult } from './paced-load.js';
import { processCpuMs, proportionalMegabytes } from './process-usage.js';

/** More requests than the service holds at a time (125 kB each, 160 MB): the others are refused. */
const CONNECTIONS = 2_000;

export interface Overload extends PacedLoadResult {
  readonly acceptedTextsPerSecond: number;
  readonly serverCpuMs: number;
  readonly generatorCpuMs: number;
  readonly peakMegabytes: number;
  /** How long the first request after the overload took. */
  readonly afterwardsMs: number;
}

/** Offers a load that does not wait for answers, and looks at the service while and after it. */
export async function overload(api: Api, load: Omit<PacedLoad, 'port' | 'connections'>): Promise<Overload> {
  const processIds = [api.process.pid ?? 0, ...api.workerIds()];
  const cpuBefore = processCpuMs(processIds[0] ?? 0) ?? 0;
  const job: PacedLoad = { ...load, port: Number(new URL(api.url).port), connections: CONNECTIONS };
  const generator = fork(join(repository, 'dist/e2e/load/paced-load.entry.js'), [JSON.stringify(job)]);
  let [peakMegabytes, generatorCpuMs] = [0, 0];
  const timer = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, proportionalMegabytes(processIds));
    generatorCpuMs = processCpuMs(generator.pid ?? 0) ?? generatorCpuMs;
  }, 1_000);
  const [result] = (await once(generator, 'message')) as [PacedLoadResult];
  clearInterval(timer);
  const startMs = performance.now();
  await (await postJson(api.url, { text: ['The first text after the overload.'] })).arrayBuffer();
  return {
    ...result,
    acceptedTextsPerSecond: ((result.answeredInTime['200'] ?? 0) * load.textsPerRequest) / load.seconds,
    serverCpuMs: (processCpuMs(processIds[0] ?? 0) ?? 0) - cpuBefore,
    generatorCpuMs,
    peakMegabytes,
    afterwardsMs: performance.now() - startMs,
  };
}
