import { type Api, postJson } from '#libs/testing';
import { runK6, type K6Metrics } from './k6.js';
import { processCpuMs, proportionalMegabytes } from './process-usage.js';

/** So many requests a second, whatever is answered. */
export interface OpenLoad {
  readonly requestsPerSecond: number;
  readonly seconds: number;
  readonly textsPerRequest: number;
  /** One JSON string a line, and the line to start at. */
  readonly textsFile: string;
  readonly firstText: number;
}

interface StatusFigures {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface OpenLoadResult {
  /** Requests without an answer. */
  readonly failures: number;
  /** Requests that k6 could not send in time. */
  readonly unsent: number;
  readonly byStatus: Readonly<Record<string, StatusFigures>>;
}

export interface Overload extends OpenLoadResult {
  readonly acceptedTextsPerSecond: number;
  readonly serverCpuMs: number;
  readonly peakMegabytes: number;
  /** How long the first request after the overload took. */
  readonly afterwardsMs: number;
}

/** Offers an open load and looks at the service while and after it. */
export async function overload(api: Api, load: OpenLoad): Promise<Overload> {
  const processIds = [api.process.pid ?? 0, ...api.workerIds()];
  const cpuBefore = processCpuMs(processIds[0] ?? 0) ?? 0;
  let peakMegabytes = 0;
  const timer = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, proportionalMegabytes(processIds));
  }, 1_000);
  const metrics = await runK6('overload.k6.js', {
    URL: api.url,
    RATE: String(Math.round(load.requestsPerSecond)),
    DURATION: `${load.seconds}s`,
    TEXTS: String(load.textsPerRequest),
    TEXTS_FILE: load.textsFile,
    FIRST_TEXT: String(load.firstText),
  });
  clearInterval(timer);
  const result = toResult(metrics);
  const startMs = performance.now();
  await (await postJson(api.url, { text: ['The first text after the overload.'] })).arrayBuffer();
  return {
    ...result,
    acceptedTextsPerSecond: ((result.byStatus['200']?.count ?? 0) * load.textsPerRequest) / load.seconds,
    serverCpuMs: (processCpuMs(processIds[0] ?? 0) ?? 0) - cpuBefore,
    peakMegabytes,
    afterwardsMs: performance.now() - startMs,
  };
}

function toResult(metrics: K6Metrics): OpenLoadResult {
  const byStatus: Record<string, StatusFigures> = {};
  let answers = 0;
  for (const [name, { count = 0 }] of Object.entries(metrics)) {
    const status = /^http_reqs\{status:(\d+)\}$/.exec(name)?.[1];
    if (status === undefined || count === 0) continue;
    const {
      med = Number.NaN,
      'p(99)': p99 = Number.NaN,
      max = Number.NaN,
    } = metrics[`http_req_duration{status:${status}}`] ?? {};
    byStatus[status] = { count, p50Ms: med, p99Ms: p99, maxMs: max };
    answers += count;
  }
  const sent = metrics.http_reqs?.count ?? 0;
  return { failures: sent - answers, unsent: metrics.dropped_iterations?.count ?? 0, byStatus };
}
