import { formBatch, type BatchLimits } from '#libs/inference';
import type { Processor } from './processor.js';
import type { ServiceCosts } from './service-costs.js';

/** A text as the model sees it. */
export interface SimulatedText {
  readonly id: number;
  readonly tokens: number;
}

export interface ModelQueueOptions {
  readonly processor: Processor;
  readonly costs: ServiceCosts['model'];
  readonly workers: number;
  readonly batch: BatchLimits;
  /** Texts among which a batch is chosen. */
  readonly candidateInputs: number;
  /** Batches that a worker has at a time; more than one only while the queue holds a full batch. */
  readonly batchesPerWorker: number;
  /** @param texts answered by one run */
  readonly answered: (texts: readonly SimulatedText[]) => void;
}

/** The queue in front of the model processes, with the batches that the service forms. */
export class ModelQueue {
  private queue: SimulatedText[] = [];
  private readonly batches: number[];
  private running = 0;
  runs = 0;

  constructor(private readonly options: ModelQueueOptions) {
    this.batches = Array.from({ length: options.workers }, () => 0);
  }

  /** Texts that wait or run. */
  get backlog(): number {
    return this.queue.length + this.running;
  }

  /** Estimated time until a text that comes now is answered, in milliseconds. */
  get waitMs(): number {
    const { costs, batch, workers } = this.options;
    return (this.backlog * (costs.textMs + costs.runMs / batch.maxInputs)) / workers;
  }

  push(texts: readonly SimulatedText[]): void {
    this.queue.push(...texts);
    this.dispatch();
  }

  private dispatch(): void {
    const { batch, batchesPerWorker } = this.options;
    const free = [...this.batches.keys()].filter((worker) => this.batches[worker] === 0);
    free.forEach((worker, index) => this.send(worker, free.length - index));
    for (const worker of this.batches.keys()) {
      const batches = this.batches[worker] ?? 0;
      if (this.queue.length >= batch.maxInputs && batches < batchesPerWorker) this.send(worker, 1);
    }
  }

  private send(worker: number, freeWorkers: number): void {
    const { processor, costs, answered } = this.options;
    const texts = this.takeBatch(freeWorkers);
    if (texts.length === 0) return;
    this.batches[worker] = (this.batches[worker] ?? 0) + 1;
    this.running += texts.length;
    this.runs++;
    processor.run(`model ${worker}`, costs.runMs + costs.textMs * texts.length, () => {
      this.batches[worker] = (this.batches[worker] ?? 0) - 1;
      this.running -= texts.length;
      answered(texts);
      this.dispatch();
    });
  }

  private takeBatch(freeWorkers: number): SimulatedText[] {
    const candidates = this.queue.slice(0, this.options.candidateInputs);
    const [first, ...others] = candidates;
    if (!first) return [];
    const { batch } = this.options;
    const maxInputs = Math.min(batch.maxInputs, Math.ceil(candidates.length / freeWorkers));
    const taken = new Set(formBatch([first, ...others], ({ tokens }) => tokens, { ...batch, maxInputs }));
    this.queue = this.queue.filter((text) => !taken.has(text));
    return [...taken];
  }
}
