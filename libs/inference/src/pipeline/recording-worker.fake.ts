import type { Worker } from '../workers/worker.js';

/** Records the batches it is given, by the lengths of their texts, and answers when it is told to. */
export class RecordingWorker implements Worker {
  readonly batches: number[][] = [];
  /** Of each batch, whether it was run wide. */
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

  /** Ends the run that it is in, well or with an error, and lets what follows happen. */
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
