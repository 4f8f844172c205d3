import type { Reply } from './ask.js';

/** The work of the polite process: a client with few requests, and the probes of an orchestrator. */
export interface PoliteJob {
  readonly port: number;
  /** Address that the client's connections come from; probes have one of their own. */
  readonly localAddress: string;
  readonly key?: string;
  readonly seconds: number;
}

export interface PoliteResult {
  readonly replies: readonly Reply[];
  readonly probes: readonly (Reply & { readonly path: string })[];
}
