import { LRUCache } from 'lru-cache';
import { getPipelineLimits } from '#libs/inference';
import { quantile } from '../../statistics.js';
import { ModelQueue, type SimulatedText } from './model-queue.js';
import { Processor } from './processor.js';
import { RandomSource } from './random-source.js';
import { RedisLfuCache } from './redis-lfu-cache.js';
import { computeRequestMs, type RequestCosts, type ServiceCosts } from './service-costs.js';
import type { Arrivals, SimulatedLoad, SimulatedMachine, SimulationResult } from './simulated-load.js';
import { TokenizerQueue } from './tokenizer-queue.js';

interface PendingRequest {
  readonly arrivedMs: number;
  memory: number;
  redis: number;
  new: number;
  /** New texts without an answer. */
  unanswered: number;
}

const MS_PER_SECOND = 1_000;
/** docs/adr/0017. */
const REFUSAL_MS = 0.2;

/**
 * Simulates a service that starts with empty caches. The main thread, the helpers, each model process, Redis and the load generator
 * are threads of one `Processor`.
 *
 * @param seed of the arrivals and of the evictions
 */
export function simulateService(
  load: SimulatedLoad,
  machine: SimulatedMachine,
  costs: ServiceCosts,
  seed: number,
): SimulationResult {
  return new ServiceSimulation(load, machine, costs, new RandomSource(seed)).run();
}

class ServiceSimulation {
  private readonly processor: Processor;
  private readonly queue: ModelQueue;
  private readonly tokenizer: TokenizerQueue;
  private readonly memory: LRUCache<number, true> | undefined;
  private readonly redis: RedisLfuCache;
  /** The requests that wait for each text in the queue: equal texts run once. */
  private readonly waiting = new Map<number, PendingRequest[]>();
  private readonly durationsMs: number[] = [];
  private readonly texts = { memory: 0, redis: 0, new: 0, run: 0 };
  private nextText = 0;
  private arrived = 0;
  private refused = 0;

  constructor(
    private readonly load: SimulatedLoad,
    private readonly machine: SimulatedMachine,
    private readonly costs: ServiceCosts,
    private readonly random: RandomSource,
  ) {
    this.processor = new Processor(machine.cores);
    this.memory = machine.memoryTexts > 0 ? new LRUCache({ max: machine.memoryTexts }) : undefined;
    this.redis = new RedisLfuCache(machine.redisTexts, random);
    const limits = getPipelineLimits({
      labelCount: 2,
      maxTokens: 512,
      windows: { tokens: 512, overlapTokens: 0, maxWindows: 1, temperature: 1 },
      batchInvariant: true,
    });
    this.queue = new ModelQueue({
      ...limits,
      processor: this.processor,
      costs: costs.model,
      workers: machine.workers,
      answered: (answered) => this.settle(answered),
    });
    this.tokenizer = new TokenizerQueue(this.processor, (texts) => this.queue.push(texts));
  }

  run(): SimulationResult {
    const { arrivals, seconds } = this.load;
    if (arrivals.kind === 'closed') {
      for (let connection = 0; connection < arrivals.connections; connection++) this.send();
    } else this.scheduleArrivals(arrivals);
    this.processor.runUntil(seconds * MS_PER_SECOND);
    const answered = this.durationsMs.length;
    const toCores = (...threads: string[]) =>
      threads.reduce((sum, thread) => sum + this.processor.usedMs(thread), 0) / (seconds * MS_PER_SECOND);
    return {
      arrived: this.arrived,
      answered,
      refused: this.refused,
      waiting: this.arrived - answered - this.refused,
      answeredPerSecond: answered / seconds,
      p50Ms: quantile(this.durationsMs, 0.5),
      p99Ms: quantile(this.durationsMs, 0.99),
      meanMs: this.durationsMs.reduce((sum, each) => sum + each, 0) / answered,
      memoryTexts: this.texts.memory,
      redisTexts: this.texts.redis,
      newTexts: this.texts.new,
      runs: this.queue.runs,
      runTexts: this.texts.run,
      cores: {
        service: toCores('main', 'helpers'),
        model: toCores(...Array.from({ length: this.machine.workers }, (_, worker) => `model ${worker}`)),
        redis: toCores('redis'),
        generator: toCores('generator'),
      },
    };
  }

  private scheduleArrivals({ kind, requestsPerSecond }: Exclude<Arrivals, { kind: 'closed' }>): void {
    const meanMs = MS_PER_SECOND / requestsPerSecond;
    const arrive = (atMs: number) => {
      this.processor.schedule(atMs, () => {
        this.send();
        arrive(atMs + (kind === 'paced' ? meanMs : this.random.nextExponential(meanMs)));
      });
    };
    arrive(0);
  }

  private send(): void {
    const { textsPerRequest } = this.load;
    this.arrived++;
    const request = { arrivedMs: this.processor.nowMs, memory: 0, redis: 0, new: 0, unanswered: 0 };
    const { requestMs, newTextMs } = this.costs.generator;
    this.processor.run('generator', requestMs + newTextMs * textsPerRequest, () => this.receive(request));
  }

  private receive(request: PendingRequest): void {
    const { texts, textsPerRequest } = this.load;
    const own = Array.from({ length: textsPerRequest }, () => texts[this.nextText++ % texts.length]).filter(
      (text) => text !== undefined,
    );
    const missing = own.filter(({ id }) => this.memory?.get(id) === undefined);
    request.memory = own.length - missing.length;
    this.texts.memory += request.memory;
    const { main } = this.costs;
    this.processor.run('main', main.requestMs + request.memory * main.memoryTextMs, () => {
      if (missing.length > 0) this.askRedis(request, missing);
      else this.answer(request);
    });
  }

  private askRedis(request: PendingRequest, texts: readonly SimulatedText[]): void {
    const fresh = texts.filter(({ id }) => !this.redis.read(id));
    const known = texts.filter((text) => !fresh.includes(text));
    [request.redis, request.new] = [known.length, fresh.length];
    const { main, redis } = this.costs;
    // Half of what a new text costs Redis is its write.
    const readMs = redis.lookupMs + known.length * redis.redisTextMs + (fresh.length * redis.newTextMs) / 2;
    this.processor.run('redis', readMs, () => {
      for (const { id } of known) this.memory?.set(id, true);
      const ownMs = main.lookupMs + known.length * main.redisTextMs;
      if (fresh.length > 0 && this.queue.waitMs > this.machine.maxWaitMs) this.refuse(request);
      else
        this.processor.run('main', ownMs, () => {
          this.texts.redis += known.length;
          this.texts.new += fresh.length;
          if (fresh.length > 0) this.classify(request, fresh);
          else this.answer(request);
        });
    });
  }

  private classify(request: PendingRequest, texts: readonly SimulatedText[]): void {
    request.unanswered = texts.length;
    const first = texts.filter(({ id }) => {
      const others = this.waiting.get(id);
      others?.push(request);
      if (!others) this.waiting.set(id, [request]);
      return !others;
    });
    this.texts.run += first.length;
    this.tokenizer.push({ texts: first, helpersMs: this.helperMs(request), mainMs: this.halfInferenceMs(request) });
  }

  private settle(texts: readonly SimulatedText[]): void {
    const { redis } = this.costs;
    for (const { id } of texts) {
      this.memory?.set(id, true);
      this.redis.write(id);
      this.processor.run('redis', redis.newTextMs / 2, () => {});
      const requests = this.waiting.get(id) ?? [];
      this.waiting.delete(id);
      for (const request of requests) {
        request.unanswered--;
        if (request.unanswered > 0) continue;
        this.processor.run('main', this.halfInferenceMs(request), () => this.answer(request));
      }
    }
  }

  private answer(request: PendingRequest): void {
    if (request.new === 0) this.processor.run('helpers', this.helperMs(request), () => {});
    this.durationsMs.push(this.processor.nowMs - request.arrivedMs);
    this.sendNext();
  }

  private refuse(request: PendingRequest): void {
    this.refused++;
    this.processor.run('main', REFUSAL_MS, () => this.sendNext());
    request.unanswered = 0;
  }

  private sendNext(): void {
    if (this.load.arrivals.kind === 'closed') this.send();
  }

  private helperMs(request: PendingRequest): number {
    return computeRequestMs(this.costs.helpers, request);
  }

  /** Half of the work for the model is before its answer. */
  private halfInferenceMs({ new: fresh }: PendingRequest): number {
    const { inferenceMs, newTextMs }: RequestCosts = this.costs.main;
    return fresh > 0 ? (inferenceMs + fresh * newTextMs) / 2 : 0;
  }
}
