/** A request whose texts are not known yet. */
export interface AdmissionRequest {
  /** Bytes of the body, as far as the request announces them. */
  readonly bodyBytes: number;
  /**
   * Time for the answer in milliseconds; undefined when a cache may answer the request. Then only a lack of capacity is
   * a reason to refuse it.
   */
  readonly timeoutMs: number | undefined;
}

/** The port that refuses requests before their bodies are read; also the injection token. */
export abstract class Admission {
  /**
   * Reserves capacity for a request. A refusal is cheap: under overload most answers are one.
   *
   * @returns releases the capacity; to be called once, when the request is answered or its client has left
   * @throws PredictionError `overloaded`, `model-loading`; `model-unavailable` when the request needs the model
   */
  abstract acquire(request: AdmissionRequest): () => void;
}
