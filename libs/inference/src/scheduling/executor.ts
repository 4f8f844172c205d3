/** What runs a batch: a model process. */
export interface Executor {
  /** Logits row by row, one float32 a label. Rejects with `RunLostError` when the run may be tried again. */
  run(batch: readonly Int32Array[]): Promise<Float32Array>;
}

/** The run is lost with its executor; the texts themselves may be fine. */
export class RunLostError extends Error {
  override readonly name: string = 'RunLostError';

  constructor(
    message: string,
    /** Whether the executor had the batch; else the batch cannot be what ended it. */
    readonly hadStarted: boolean,
  ) {
    super(message);
  }
}
