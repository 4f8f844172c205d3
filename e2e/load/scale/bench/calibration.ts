import type { Arrivals } from '../simulation/simulated-load.js';
import type { ServiceCosts } from '../simulation/service-costs.js';
import type { TextFile } from '../../texts.js';
import { median } from '../../statistics.js';
import {
  FEW_TEXTS,
  fitCosts,
  fitModel,
  MANY_TEXTS,
  TEXT_KINDS,
  type CalibrationRun,
  type CalibrationRuns,
  type TextKind,
} from './fit-costs.js';
import { measureLoad } from './measured-load.js';
import type { ServiceUnderTest } from './service-under-test.js';

/** `busy`: closed loops that use the whole machine. `paced`: a steady rate that leaves most of it free. */
export type Pace = 'busy' | 'paced';
const PACES: readonly Pace[] = ['busy', 'paced'];
const SIZES = ['few', 'many'] as const;

/** Requests a second of the paced loads. */
export const PACED_REQUESTS_PER_SECOND = 100;
export const BUSY_CONNECTIONS = { few: 32, many: 8 };
/** More than the service answers in a second. */
const MAX_TEXTS_PER_SECOND = 5_000;
const MS_PER_SECOND = 1_000;

/** Texts for the loads of one kind each. The texts of the first two are known before the load. */
export interface CalibrationTexts {
  /** Fewer than the cache in memory holds. */
  readonly memory: { readonly file: TextFile; readonly texts: readonly string[] };
  /** So many that each one has left the memory when it comes again. */
  readonly redis: { readonly file: TextFile; readonly texts: readonly string[] };
  readonly new: { readonly file: TextFile };
  /** They push all other texts out of the memory. */
  readonly fillers: readonly string[];
}

interface Sample {
  readonly pace: Pace;
  readonly kind: TextKind;
  readonly size: 'few' | 'many';
  readonly run: CalibrationRun;
  /** That service, Redis and load generator used together. */
  readonly usedCores: number;
}

export interface CalibratedCosts {
  readonly costs: Readonly<Record<Pace, ServiceCosts>>;
  /** Cores that all parties used together under the load with `BUSY_CONNECTIONS.few` and new texts. */
  readonly busyCores: number;
  /** CPU time of a text in a paced request of `MANY_TEXTS`. */
  readonly texts: Readonly<Record<TextKind, TextCpu>>;
}

/** In milliseconds. */
export interface TextCpu {
  /** Of all processes of the service. */
  readonly serviceMs: number;
  readonly redisMs: number;
}

/** Measures the cost of a request of each kind of text, in both paces. */
export class Calibration {
  private readonly samples: Sample[] = [];

  constructor(
    private readonly service: ServiceUnderTest,
    private readonly texts: CalibrationTexts,
    /** Of each load. */
    private readonly seconds: number,
  ) {}

  /** Runs each load once without a measurement: V8 compiles what the loads need. */
  async warmUp(): Promise<void> {
    await this.measureRound();
    this.samples.length = 0;
  }

  /** Measures each load once. */
  async measureRound(): Promise<void> {
    await this.service.emptyRedis();
    for (const pace of PACES) {
      for (const size of SIZES) await this.measure(pace, 'new', size);
      await this.service.emptyRedis();
    }
    await this.service.learn(this.texts.redis.texts);
    for (const pace of PACES) for (const size of SIZES) await this.measure(pace, 'redis', size);
    await this.service.learn(this.texts.memory.texts);
    for (const pace of PACES) for (const size of SIZES) await this.measure(pace, 'memory', size);
  }

  /** The costs by the medians of all rounds. */
  fit(): CalibratedCosts {
    const [busy, paced] = [this.getMedians('busy'), this.getMedians('paced')];
    const model = fitModel([busy.new.few, busy.new.many, paced.new.many]);
    const isBusiest = ({ pace, kind, size }: Sample) => pace === 'busy' && kind === 'new' && size === 'few';
    return {
      costs: { busy: fitCosts(busy, model), paced: fitCosts(paced, model) },
      texts: {
        memory: toTextCpu(paced.memory.many),
        redis: toTextCpu(paced.redis.many),
        new: toTextCpu(paced.new.many),
      },
      busyCores: median(this.samples.filter(isBusiest).map(({ usedCores }) => usedCores)),
    };
  }

  private async measure(pace: Pace, kind: TextKind, size: 'few' | 'many'): Promise<void> {
    const { service, seconds, texts } = this;
    if (kind === 'redis') await service.learn(texts.fillers);
    const arrivals: Exclude<Arrivals, { kind: 'random' }> =
      pace === 'busy'
        ? { kind: 'closed', connections: BUSY_CONNECTIONS[size] }
        : { kind: 'paced', requestsPerSecond: PACED_REQUESTS_PER_SECOND };
    const textsPerRequest = size === 'few' ? FEW_TEXTS : MANY_TEXTS;
    const perSecond = pace === 'busy' ? MAX_TEXTS_PER_SECOND : PACED_REQUESTS_PER_SECOND * textsPerRequest;
    const place = texts[kind].file.take(kind === 'new' ? seconds * perSecond : 0);
    const load = await measureLoad(service, { arrivals, seconds, textsPerRequest, ...place });
    const perRequest = (total: number) => total / load.requests;
    const run = {
      mainMs: perRequest(load.mainMs),
      helpersMs: perRequest(load.helpersMs),
      modelMs: perRequest(load.modelMs),
      redisMs: perRequest(load.redisMs),
      generatorMs: perRequest(load.generatorMs),
      runs: perRequest(load.runs),
      runTexts: perRequest(load.runTexts),
    };
    const usedMs = load.mainMs + load.helpersMs + load.modelMs + load.redisMs + load.generatorMs;
    this.samples.push({ pace, kind, size, run, usedCores: usedMs / (load.seconds * MS_PER_SECOND) });
  }

  private getMedians(pace: Pace): CalibrationRuns {
    const get = (kind: TextKind, size: 'few' | 'many'): CalibrationRun => {
      const runs = this.samples.filter((each) => each.pace === pace && each.kind === kind && each.size === size);
      const names = Object.keys(runs[0]?.run ?? {}) as (keyof CalibrationRun)[];
      return Object.fromEntries(
        names.map((name) => [name, median(runs.map(({ run }) => run[name]))]),
      ) as unknown as CalibrationRun;
    };
    return Object.fromEntries(
      TEXT_KINDS.map((kind) => [kind, { few: get(kind, 'few'), many: get(kind, 'many') }]),
    ) as unknown as CalibrationRuns;
  }
}

function toTextCpu({ mainMs, helpersMs, modelMs, redisMs }: CalibrationRun): TextCpu {
  return { serviceMs: (mainMs + helpersMs + modelMs) / MANY_TEXTS, redisMs: redisMs / MANY_TEXTS };
}
