import { availableParallelism } from 'node:os';
import type { Api } from '#libs/testing';
import { closedLoad } from './closed-load.js';
import { HealthProbe } from './health-probe.js';
import { BareSessions, tokenize } from './limit.js';
import { processCpuMs } from './process-usage.js';
import { eventLoopDelay } from './service-measurements.js';
import type { TextFile } from './texts.js';

export interface Case {
  readonly name: string;
  readonly connections: number;
  readonly textsPerRequest: number;
}

export const CASES: readonly Case[] = [
  { name: '1 connection', connections: 1, textsPerRequest: 1 },
  { name: '8 connections', connections: 8, textsPerRequest: 1 },
  { name: '32 connections', connections: 32, textsPerRequest: 1 },
  { name: '128 connections', connections: 128, textsPerRequest: 1 },
  { name: '8 connections, 32 texts a request', connections: 8, textsPerRequest: 32 },
  { name: '8 connections, 64 texts a request', connections: 8, textsPerRequest: 64 },
];

const BATCH_SIZES = [1, 4, 8, 16];
const LIMIT_TEXTS = 960;
const ONE_TEXT_RUNS = 100;
const MODEL_MAX_TOKENS = 512;
export const ONE_TEXT = 'The plot is thin, the jokes are old, and yet I smiled all the way through to the end.';
export const LONG_TEXT = 'It goes on and on and never ends. '.repeat(80);

/** One case in one round. */
export interface Sample {
  readonly requests: number;
  readonly textsPerSecond: number;
  readonly toLimit: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly healthP99Ms: number;
  readonly controlHealthP99Ms: number;
  readonly eventLoopP99Ms: number;
  readonly serverCpuUs: number;
  readonly generatorCpuUs: number;
}

/** One text: through the service on one connection, and on bare sessions. */
export interface OneText {
  readonly bareOneThreadMs: number;
  readonly bareAllThreadsMs: number;
  readonly httpMs: number;
}

/** Sixteen clients of short texts, alone and beside one of 512-token texts. */
export interface Beside {
  readonly aloneP99Ms: number;
  readonly besideP99Ms: number;
  readonly longRunMs: number;
}

export interface Round {
  /** Texts a second of bare sessions on every core, by texts a run. */
  readonly limits: ReadonlyMap<number, number>;
  readonly oneText: OneText;
  readonly beside: Beside;
  /** By the name of the case. */
  readonly samples: ReadonlyMap<string, Sample>;
}

export interface Bench {
  readonly api: Api;
  /** The same service with a watch on its event loop: looking costs throughput. */
  readonly observed: Api;
  /** Where a bare Nest route answers /health. */
  readonly controlUrl: string;
  readonly texts: readonly string[];
  readonly short: TextFile;
  readonly oneText: TextFile;
  readonly long: TextFile;
  /** Of each load. */
  readonly seconds: number;
}

/** Measures everything once, the limit and the service in turns. */
export class RoundMeter {
  private constructor(
    private readonly bench: Bench,
    private readonly sessions: BareSessions,
    private readonly wide: BareSessions,
    private readonly oneTextIds: Int32Array,
    private readonly longTextIds: Int32Array,
  ) {}

  static async open(bench: Bench): Promise<RoundMeter> {
    const cores = availableParallelism();
    const [sessions, wide] = [await BareSessions.start(cores, 1), await BareSessions.start(1, cores, true)];
    const [one = new Int32Array(), long = new Int32Array()] = await tokenize([ONE_TEXT, LONG_TEXT]);
    return new RoundMeter(bench, sessions, wide, one, long.slice(0, MODEL_MAX_TOKENS));
  }

  close(): void {
    this.sessions.stop();
    this.wide.stop();
  }

  /** @param progress told what is measured now */
  async measure(progress: (what: string) => void): Promise<Round> {
    progress('bare sessions');
    const limits = await this.measureLimits();
    const limit = Math.max(...limits.values());
    progress('one text, one connection');
    const oneText = await this.measureOneText();
    progress('short texts beside long ones');
    const beside = await this.measureBeside();
    const samples = new Map<string, Sample>();
    for (const each of CASES) {
      progress(each.name);
      samples.set(each.name, await this.measureCase(each, limit));
    }
    return { limits, oneText, beside, samples };
  }

  private async measureLimits(): Promise<Map<number, number>> {
    const { firstText } = this.bench.short.take(LIMIT_TEXTS);
    const ids = await tokenize(this.bench.texts.slice(firstText, firstText + LIMIT_TEXTS));
    const limits = new Map<number, number>();
    for (const size of BATCH_SIZES) limits.set(size, await this.sessions.textsPerSecond(ids, size));
    return limits;
  }

  private async measureOneText(): Promise<OneText> {
    const { api, oneText } = this.bench;
    const load = { url: api.url, connections: 1, seconds: 2, textsPerRequest: 1 };
    return {
      bareOneThreadMs: await this.sessions.medianRunMs(this.oneTextIds, ONE_TEXT_RUNS),
      bareAllThreadsMs: await this.wide.medianRunMs(this.oneTextIds, ONE_TEXT_RUNS),
      httpMs: (await closedLoad({ ...load, ...oneText.take(1) })).p50Ms,
    };
  }

  private async measureBeside(): Promise<Beside> {
    const { api, short, long, seconds } = this.bench;
    const load = { url: api.url, seconds, textsPerRequest: 1 };
    const shortLoad = () => closedLoad({ ...load, connections: 16, ...short.take(seconds * 500) });
    const alone = await shortLoad();
    const [beside] = await Promise.all([shortLoad(), closedLoad({ ...load, connections: 1, ...long.take(1) })]);
    const longRunMs = await this.sessions.medianRunMs(this.longTextIds, 10);
    return { aloneP99Ms: alone.p99Ms, besideP99Ms: beside.p99Ms, longRunMs };
  }

  /** @throws Error when a request is not answered */
  private async measureCase({ name, connections, textsPerRequest }: Case, limit: number): Promise<Sample> {
    const { api, observed, controlUrl, short, seconds } = this.bench;
    const load = { connections, textsPerRequest, seconds };
    const take = () => short.take(Math.ceil(seconds * limit));
    const serverId = api.process.pid ?? 0;

    const cpuBeforeMs = processCpuMs(serverId) ?? 0;
    const result = await closedLoad({ ...load, url: api.url, ...take() });
    const serverCpuMs = (processCpuMs(serverId) ?? 0) - cpuBeforeMs;
    const unanswered = result.refused + result.failures;
    if (unanswered > 0) throw new Error(`${name}: ${unanswered} not answered`);

    const probes = [new HealthProbe(observed.url), new HealthProbe(controlUrl)];
    await eventLoopDelay(observed);
    await closedLoad({ ...load, url: observed.url, ...take() });
    const delay = await eventLoopDelay(observed);
    const [healthP99Ms = Number.NaN, controlHealthP99Ms = Number.NaN] = await Promise.all(
      probes.map((each) => each.stop()),
    );

    const textsPerSecond = (result.requests * textsPerRequest) / result.seconds;
    return {
      ...result,
      textsPerSecond,
      toLimit: textsPerSecond / limit,
      healthP99Ms,
      controlHealthP99Ms,
      eventLoopP99Ms: delay.p99Ms,
      serverCpuUs: (serverCpuMs * 1_000) / result.requests,
      generatorCpuUs: (result.generatorCpuMs * 1_000) / result.requests,
    };
  }
}
