/** Whether the model answers. `reason` is a sentence for operators and clients. */
export type ServingState =
  | { readonly status: 'loading'; readonly reason: string }
  | { readonly status: 'ready' }
  | { readonly status: 'unavailable'; readonly reason: string };

/** The port that tells whether the model answers; also the injection token. */
export abstract class ServingStatus {
  /** Reads variables and does no work. */
  abstract readonly state: ServingState;
}
