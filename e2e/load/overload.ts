import { type Api, postJson } from '#libs/testing';
import { EntryProcess } from './entry-process.js';
import type { PacedLoad, PacedLoadResult } from './paced-load.js';
import { processCpuMs, proportionalMegabytes } from './process-usage.js';

/** More requests than the service holds at a time (125 kB each, 160 MB): the others are refused. */
const CONNECTIONS = 2_000;

/** For the connections to open, and for the last answers. */
const LAST_ANSWERS_SECONDS = 30;

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
  const generator = EntryProcess.start('paced-load.entry.js', job);
  let [peakMegabytes, generatorCpuMs] = [0, 0];
  const timer = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, proportionalMegabytes(processIds));
    generatorCpuMs = processCpuMs(generator.id) ?? generatorCpuMs;
  }, 1_000);
  const receiving = generator.receive(load.seconds + LAST_ANSWERS_SECONDS) as Promise<PacedLoadResult>;
  const result = await receiving.finally(() => {
    clearInterval(timer);
  });
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
