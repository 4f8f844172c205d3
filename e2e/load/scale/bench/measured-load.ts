import { closedLoad } from '../../closed-load.js';
import { EntryProcess } from '../../entry-process.js';
import type { PacedLoad, PacedLoadResult } from '../../paced-load.js';
import { processCpuMs } from '../../process-usage.js';
import type { Arrivals } from '../simulation/simulated-load.js';
import type { Counts, CpuUsage, ServiceUnderTest } from './service-under-test.js';

/**
 * More than the requests that a paced load has at a time. The service closes connections on which no request comes for 10 s, so
 * such a load is shorter.
 */
const PACED_CONNECTIONS = 200;
/** For the connections to open, and for the last answers. */
const LAST_ANSWERS_SECONDS = 30;
const CPU_READ_INTERVAL_MS = 100;

export interface LoadRun {
  readonly arrivals: Exclude<Arrivals, { kind: 'random' }>;
  readonly seconds: number;
  readonly textsPerRequest: number;
  readonly textsFile: string;
  readonly firstText: number;
}

/** One load on the real service. */
export interface MeasuredLoad extends CpuUsage, Counts {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly generatorMs: number;
}

/** Runs a load, and reads what it used. @throws Error when a request is not answered by 200 */
export async function measureLoad(service: ServiceUnderTest, load: LoadRun): Promise<MeasuredLoad> {
  // The service takes CPU time to tell its counts, so they are read outside.
  const counted = await service.readCounts();
  const used = await service.readCpu();
  const result = load.arrivals.kind === 'closed' ? await runClosed(service, load) : await runPaced(service, load);
  const usage = subtract(await service.readCpu(), used);
  return { ...result, ...usage, ...subtract(await service.readCounts(), counted) };
}

type Answers = Omit<MeasuredLoad, keyof CpuUsage | keyof Counts>;

function subtract<T extends CpuUsage | Counts>(after: T, before: T): T {
  const values = Object.entries<number>({ ...after }).map(([name, value]) => {
    return [name, value - Number(before[name as keyof T])];
  });
  return Object.fromEntries(values) as T;
}

async function runClosed({ api }: ServiceUnderTest, { arrivals, ...load }: LoadRun): Promise<Answers> {
  const connections = arrivals.kind === 'closed' ? arrivals.connections : 0;
  const result = await closedLoad({ ...load, url: api.url, connections });
  if (result.refused + result.failures > 0) throw new Error('not every request was answered');
  return { ...result, generatorMs: result.generatorCpuMs };
}

async function runPaced({ api }: ServiceUnderTest, { arrivals, ...load }: LoadRun): Promise<Answers> {
  const requestsPerSecond = arrivals.kind === 'closed' ? 0 : arrivals.requestsPerSecond;
  const job: PacedLoad = {
    ...load,
    port: Number(new URL(api.url).port),
    connections: PACED_CONNECTIONS,
    requestsPerSecond,
  };
  const generator = EntryProcess.start('paced-load.entry.js', job);
  let generatorMs = 0;
  const timer = setInterval(
    () => (generatorMs = processCpuMs(generator.id) ?? generatorMs),
    CPU_READ_INTERVAL_MS,
  ).unref();
  const result = await (generator.receive(load.seconds + LAST_ANSWERS_SECONDS) as Promise<PacedLoadResult>).finally(
    () => clearInterval(timer),
  );
  const { 200: answered, ...others } = result.byStatus;
  if (!answered || Object.keys(others).length > 0 || result.failures + result.unsent > 0) {
    throw new Error(`not every request was sent and answered: ${JSON.stringify(result)}`);
  }
  return { ...answered, requests: answered.count, seconds: load.seconds, generatorMs };
}
