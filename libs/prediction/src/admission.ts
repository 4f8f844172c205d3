/** A request whose body is not read yet. */
export interface AdmissionRequest {
  /** The client that shares the capacity with the other clients. */
  readonly client: string;
  /**
   * Time for the answer in milliseconds; undefined when a cache may answer the request. Then only a lack of capacity is
   * a reason to refuse it.
   */
  readonly timeoutMs: number | undefined;
}

/** The capacity that one request holds. */
export interface Reservation {
  /**
   * Reserves capacity for bytes that have arrived.
   *
   * @throws PredictionError `overloaded` when there is no capacity for them
   */
  grow(bytes: number): void;
  /** Releases all of it. To be called once, when the request is answered or its client has left. */
  release(): void;
}

/** The port that refuses requests early; also the injection token. */
export abstract class Admission {
  /**
   * Refuses a request before its body is read. A refusal is cheap: under overload most answers are one.
   *
   * @throws PredictionError `overloaded`, `model-loading`; `model-unavailable` when the request needs the model
   */
  abstract check(request: AdmissionRequest): void;

  /** Opens a reservation for the body of a request. It holds nothing until bytes arrive: an announced length is a claim. */
  abstract reserve(client: string): Reservation;
}
