import type { Worker } from '../workers/worker-process.js';

/** Records its batches, by the lengths of their texts, and answers when the test tells it to. */
export class RecordingWorker implements Worker {
  readonly batches: number[][] = [];
  /** For each batch, whether it ran on the solo session. */
  readonly solo: boolean[] = [];
  private settleRun: ((error?: Error) => void) | undefined;

  constructor(readonly hasSoloSession = false) {}

  run(batch: readonly Int32Array[], solo: boolean): Promise<Float32Array> {
    this.solo.push(solo);
    const lengths = batch.map(({ length }) => length);
    this.batches.push(lengths);
    return new Promise((resolve, reject) => {
      this.settleRun = (error) => {
        if (error) reject(error);
        else resolve(Float32Array.from(lengths.flatMap((length) => [length, length])));
      };
    });
  }

  /** Ends the present run, with logits or with an error, and lets the consequences happen. */
  async end(error?: Error): Promise<void> {
    const settle = this.settleRun;
    this.settleRun = undefined;
    settle?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  }

  async endAll(): Promise<void> {
    while (this.settleRun) await this.end();
  }
}
