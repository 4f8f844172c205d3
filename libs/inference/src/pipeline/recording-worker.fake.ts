import type { FinishedRun, Worker } from '../workers/worker-process.js';

/** Records its batches, by the lengths of their texts, and answers when the test tells it to. */
export class RecordingWorker implements Worker {
  readonly batches: number[][] = [];
  /** For each batch, whether it ran on the solo session. */
  readonly solo: boolean[] = [];
  /** The runs that have not ended, the present one first. */
  private readonly runs: ((error?: Error) => void)[] = [];

  /** Duration of the runs that end from now on. */
  runMs = 0;
  /** Texts that leave the model early in each of those runs. */
  earlyExits = 0;

  constructor(readonly hasSoloSession = false) {}

  run(batch: readonly Int32Array[], solo: boolean): Promise<FinishedRun> {
    this.solo.push(solo);
    const lengths = batch.map(({ length }) => length);
    this.batches.push(lengths);
    return new Promise((resolve, reject) => {
      this.runs.push((error) => {
        const logits = Float32Array.from(lengths.flatMap((length) => [length, length]));
        if (error) reject(error);
        else resolve({ logits, earlyExits: this.earlyExits, durationMs: this.runMs });
      });
    });
  }

  /** Ends the present run, with logits or with an error, and lets the consequences happen. */
  async end(error?: Error): Promise<void> {
    this.runs.shift()?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  }

  async endAll(): Promise<void> {
    while (this.runs.length > 0) await this.end();
  }
}
