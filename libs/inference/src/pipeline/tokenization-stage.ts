import type { Clock } from '#libs/clock';
import type { PredictionError } from '#libs/prediction';
import type { BatchingStage } from './batching-stage.js';
import type { Encoding } from './encoding.js';
import { FairQueue, type Place } from './fair-queue.js';
import type { QueueEntry } from './queue-entry.js';
import type { TextTokenizer } from './text-tokenizer.js';
import { UNTOKENIZABLE_TEXT } from './text-failures.js';
import type { TokenEstimate } from './token-estimate.js';
import { addWorkloads, measureWorkload, type Workload } from './workload.js';

export interface TokenizationStageOptions {
  readonly clock: Clock;
  readonly tokenizer: Pick<TextTokenizer, 'encode' | 'maxChars'>;
  readonly tokenEstimate: TokenEstimate;
  /** The next stage. */
  readonly batching: Pick<BatchingStage, 'push' | 'isSaturated' | 'clientBacklog' | 'onDrain'>;
  /** Most texts in one call of the tokenizer. Requests take turns between the calls. */
  readonly chunkTexts: number;
  /** Most characters in one call of the tokenizer, unless a single text is longer. */
  readonly chunkChars: number;
}

/**
 * Tokenizes the next texts in fair order, one chunk at a time, and passes them to batching. It works just ahead of the
 * workers: a text that is tokenized too early may have lost its client by the time it runs.
 */
export class TokenizationStage {
  private readonly queue = new FairQueue<QueueEntry>();
  /** Entries in the tokenizer. */
  private chunk: readonly QueueEntry[] = [];
  private closedBy: PredictionError | undefined;

  constructor(private readonly options: TokenizationStageOptions) {
    options.batching.onDrain(() => {
      this.advance();
    });
  }

  /** Texts in the queue and in the tokenizer. */
  get backlog(): Workload {
    return addWorkloads(this.queue.workload, measureWorkload(this.chunk));
  }

  /** Texts of one client in the queue. */
  clientBacklog(client: string): Workload {
    return this.queue.clientWorkload(client);
  }

  /** The work that is done before a client has been served `own` at this place. */
  backlogAhead(place: Place, own?: Workload): Workload {
    return addWorkloads(this.queue.workloadAhead(place, own), measureWorkload(this.chunk));
  }

  /** Queues entries. */
  push(entries: readonly QueueEntry[]): void {
    for (const entry of entries) {
      if (this.closedBy) entry.settle(this.closedBy, this.options.clock.nowMs());
      else this.queue.push(entry);
    }
    this.advance();
  }

  /** Takes an entry out of the queue. @returns false when it is not queued here */
  remove(entry: QueueEntry): boolean {
    return this.queue.remove(entry);
  }

  /** Moves an entry forward for another request that wants it. @returns false when it is not queued here */
  promote(entry: QueueEntry, place: Place): boolean {
    return this.queue.promote(entry, place);
  }

  /** Refuses the queued entries and all later ones. Entries in the tokenizer go on to batching. */
  close(error: PredictionError): void {
    this.closedBy = error;
    for (const entry of this.queue.takeAll()) entry.settle(error, this.options.clock.nowMs());
  }

  private advance(): void {
    if (this.chunk.length > 0 || this.queue.length === 0) return;
    this.chunk = this.takeChunk();
    if (this.chunk.length === 0) return;
    void this.encode(this.chunk).then(() => {
      this.chunk = [];
      this.advance();
    });
  }

  private takeChunk(): QueueEntry[] {
    const { batching, chunkTexts } = this.options;
    const chunk: QueueEntry[] = [];
    let chars = 0;
    for (const entry of this.queue.peek(chunkTexts)) {
      // The workers have enough to do, but not for this client: its share must not wait here.
      if (batching.isSaturated && batching.clientBacklog(entry.client).inputs > 0) continue;
      chars += Math.min(entry.text.length, this.options.tokenizer.maxChars);
      if (chunk.length > 0 && chars > this.options.chunkChars) break;
      chunk.push(entry);
    }
    for (const entry of chunk) this.queue.serve(entry);
    return chunk;
  }

  private async encode(entries: readonly QueueEntry[]): Promise<void> {
    let encodings: Encoding[];
    try {
      encodings = await this.options.tokenizer.encode(entries.map(({ text }) => text));
    } catch {
      // The tokenizer does not say which text it failed on: each is tried alone.
      const [first] = entries;
      if (first && entries.length === 1) this.settleFailed(first);
      else for (const entry of entries) await this.encode([entry]);
      return;
    }
    this.options.batching.push(entries.filter((entry, index) => this.accept(entry, encodings[index])));
  }

  /** @returns whether the entry goes on */
  private accept(entry: QueueEntry, encoding: Encoding | undefined): boolean {
    if (!encoding) {
      this.settleFailed(entry);
      return false;
    }
    entry.setEncoding(encoding, this.options.clock.nowMs());
    if (!encoding.truncated) this.options.tokenEstimate.observe(entry.text, encoding.tokens);
    return true;
  }

  private settleFailed(entry: QueueEntry): void {
    entry.settle(UNTOKENIZABLE_TEXT, this.options.clock.nowMs());
  }
}
