/** A message from the service to a worker. Batches go another way, see `run-frames.ts`. */
export interface WorkerRequest {
  readonly kind: 'ping';
}

/** A message from a worker to the service. */
export type WorkerReply =
  { readonly kind: 'ready' } | { readonly kind: 'refused'; readonly reason: string } | { readonly kind: 'pong' };

/** The file descriptor of the socket for batches and logits, in the worker. */
export const RUN_CHANNEL_FD = 4;

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
