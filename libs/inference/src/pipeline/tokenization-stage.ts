import type { Clock } from '#libs/clock';
import type { Encoding } from '#libs/prediction';
import { amountOf, type Amount } from './workload.js';
import { DueQueue } from './fair-queue.js';
import type { Flight } from './queue-entry.js';

export interface TokenizingLineOptions {
  readonly clock: Clock;
  readonly encode: (texts: readonly string[]) => Promise<Encoding[]>;
  /** Most texts, and most characters, in one call: the border at which requests take turns. */
  readonly sliceTexts: number;
  readonly sliceChars: number;
  /** Whether the next station has enough to do: what is tokenized too early may not be wanted any more. */
  readonly isFull: () => boolean;
  readonly onEncoded: (flights: readonly Flight[]) => void;
  readonly onFailed: (flights: readonly Flight[]) => void;
}

/** Tokenizes what is due next, a slice at a time, just early enough for the model. */
export class TokenizingLine {
  /** What waits to be tokenized, in due order. */
  readonly waiting = new DueQueue<Flight>();

  private slice: readonly Flight[] = [];

  constructor(private readonly options: TokenizingLineOptions) {}

  /** What is in the tokenizer now. */
  get inHand(): Amount {
    return amountOf(this.slice);
  }

  /** Goes on if there is something to do. Called when flights arrive or leave, and when the next station has room. */
  advance(): void {
    if (this.slice.length > 0 || this.waiting.length === 0 || this.options.isFull()) return;
    this.slice = this.takeSlice();
    void this.encode(this.slice).then(() => {
      this.slice = [];
      this.advance();
    });
  }

  private takeSlice(): Flight[] {
    const slice: Flight[] = [];
    let chars = 0;
    for (const flight of this.waiting.peek(this.options.sliceTexts)) {
      chars += flight.text.length;
      if (slice.length > 0 && chars > this.options.sliceChars) break;
      slice.push(flight);
    }
    for (const flight of slice) this.waiting.remove(flight);
    return slice;
  }

  private async encode(slice: readonly Flight[]): Promise<void> {
    let encodings: Encoding[];
    try {
      encodings = await this.options.encode(slice.map(({ text }) => text));
    } catch {
      // Which of them it was is found out one by one.
      if (slice.length === 1) this.options.onFailed(slice);
      else for (const flight of slice) await this.encode([flight]);
      return;
    }
    const nowMs = this.options.clock.nowMs();
    slice.forEach((flight, index) => {
      const encoding = encodings[index];
      if (encoding) flight.encoded(encoding, nowMs);
    });
    this.options.onFailed(slice.filter((_, index) => !encodings[index]));
    this.options.onEncoded(slice.filter(({ isWanted }, index) => isWanted && encodings[index]));
  }
}
