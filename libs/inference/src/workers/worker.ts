/** What runs a batch: a model process. */
export interface Worker {
  /** Whether it can run on more than its share of the CPU, for when nobody else needs it. */
  readonly hasSoloSession: boolean;
  /** Logits row by row, one float32 a label. Rejects with `RunLostError` when the run may be tried again. */
  run(batch: readonly Int32Array[], solo: boolean): Promise<Float32Array>;
}

/** The run is lost with its executor; the texts themselves may be fine. */
export class WorkerCrashedError extends Error {
  override readonly name: string = 'RunLostError';

  constructor(
    message: string,
    /** Whether the executor had the batch; else the batch cannot be what ended it. */
    readonly hadStarted: boolean,
  ) {
    super(message);
  }
}
