import type { ClassifyCall } from './text-classifier.js';

/** What a cache knew of a request's texts. */
export interface CacheLookup {
  readonly hits: number;
  readonly misses: number;
  readonly durationMs: number;
}

/** What a request asks for, as the rooms further in need it. */
export interface ClassifyRequest {
  readonly texts: readonly string[];
  readonly call: ClassifyCall;
  /** Told once, when a cache was asked. */
  readonly onLookup?: (lookup: CacheLookup) => void;
}

const requests = new WeakMap<object, ClassifyRequest>();

/** Notes what a request asks for; later notes replace earlier ones. @param carrier the HTTP request */
export function setClassifyRequest(carrier: object, request: ClassifyRequest): void {
  requests.set(carrier, request);
}

/** @throws Error when nobody has read the request yet */
export function classifyRequestOf(carrier: object): ClassifyRequest {
  const request = requests.get(carrier);
  if (!request) throw new Error('nobody has read this request');
  return request;
}
