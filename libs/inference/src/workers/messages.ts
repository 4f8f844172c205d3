/** A message from the service to a worker. Typed arrays travel as bytes (`serialization: 'advanced'`). */
export type WorkerRequest =
  | { readonly kind: 'ping' }
  | {
      readonly kind: 'run';
      readonly id: number;
      /** Token ids of all texts, end to end. */
      readonly ids: Int32Array;
      /** Tokens of each text. */
      readonly lengths: Int32Array;
      /** Whether to use the session of `soloThreads`. */
      readonly solo: boolean;
    };

/** A message from a worker to the service. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'pong' }
  | {
      readonly kind: 'logits';
      readonly id: number;
      /** Row by row: `lengths.length` times one float32 a label. */
      readonly logits: Float32Array;
    }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };

/** The options of a worker; its only argument, in JSON. */
export interface WorkerOptions {
  readonly modelPath: string;
  /** What the file must hash to, lower-case hex. */
  readonly modelSha256: string;
  readonly padTokenId: number;
  readonly labelCount: number;
  /** Threads that ONNX Runtime computes with. */
  readonly threads: number;
  /** Threads of a second session, for runs that have the machine to themselves; 0 for none. */
  readonly soloThreads: number;
}
