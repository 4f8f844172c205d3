import type { Clock } from '#libs/clock';
import type { Encoding } from '#libs/prediction';
import { measureWorkload, type Workload } from './workload.js';
import { FairQueue } from './fair-queue.js';
import type { QueueEntry } from './queue-entry.js';

export interface TokenizationStageOptions {
  readonly clock: Clock;
  readonly encode: (texts: readonly string[]) => Promise<Encoding[]>;
  /** Most texts, and most characters, in one call: the border at which requests take turns. */
  readonly chunkTexts: number;
  readonly chunkChars: number;
  /** Whether the next station has enough to do: what is tokenized too early may not be wanted any more. */
  readonly isFull: () => boolean;
  readonly onEncoded: (entries: readonly QueueEntry[]) => void;
  readonly onFailed: (entries: readonly QueueEntry[]) => void;
}

/** Tokenizes what is due next, a slice at a time, just early enough for the model. */
export class TokenizationStage {
  /** What waits to be tokenized, in due order. */
  readonly waiting = new FairQueue<QueueEntry>();

  private chunk: readonly QueueEntry[] = [];

  constructor(private readonly options: TokenizationStageOptions) {}

  /** What is in the tokenizer now. */
  get inProgress(): Workload {
    return measureWorkload(this.chunk);
  }

  /** Goes on if there is something to do. Called when flights arrive or leave, and when the next station has room. */
  advance(): void {
    if (this.chunk.length > 0 || this.waiting.length === 0 || this.options.isFull()) return;
    this.chunk = this.takeChunk();
    void this.encode(this.chunk).then(() => {
      this.chunk = [];
      this.advance();
    });
  }

  private takeChunk(): QueueEntry[] {
    const chunk: QueueEntry[] = [];
    let chars = 0;
    for (const entry of this.waiting.peek(this.options.chunkTexts)) {
      chars += entry.text.length;
      if (chunk.length > 0 && chars > this.options.chunkChars) break;
      chunk.push(entry);
    }
    for (const entry of chunk) this.waiting.remove(entry);
    return chunk;
  }

  private async encode(chunk: readonly QueueEntry[]): Promise<void> {
    let encodings: Encoding[];
    try {
      encodings = await this.options.encode(chunk.map(({ text }) => text));
    } catch {
      // Which of them it was is found out one by one.
      if (chunk.length === 1) this.options.onFailed(chunk);
      else for (const entry of chunk) await this.encode([entry]);
      return;
    }
    const nowMs = this.options.clock.nowMs();
    chunk.forEach((entry, index) => {
      const encoding = encodings[index];
      if (encoding) entry.encoded(encoding, nowMs);
    });
    this.options.onFailed(chunk.filter((_, index) => !encodings[index]));
    this.options.onEncoded(chunk.filter(({ isWanted }, index) => isWanted && encodings[index]));
  }
}
