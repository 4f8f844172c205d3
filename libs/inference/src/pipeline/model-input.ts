import type { Queued } from './fair-queue.js';
import type { QueueEntry } from './queue-entry.js';

/** One sequence of token ids that the model reads: a whole text, or a window of a long text. */
export class ModelInput implements Queued {
  readonly inputs = 1;
  client: string;
  virtualStartMs: number;

  /**
   * @param entry the text
   * @param index place among the inputs of the text
   * @param ids token ids, special tokens included
   */
  constructor(
    readonly entry: QueueEntry,
    readonly index: number,
    readonly ids: Int32Array,
  ) {
    this.client = entry.client;
    // The windows of a text share one place: the answer needs all of them.
    this.virtualStartMs = entry.virtualStartMs;
  }

  get tokens(): number {
    return this.ids.length;
  }
}
