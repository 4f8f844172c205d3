import type { ClassifyContext } from './classifier.js';

/** What a cache knew of a request's texts. */
export interface CacheLookup {
  readonly hits: number;
  readonly misses: number;
  readonly durationMs: number;
}

/** What a request asks for, as the rooms further in need it. */
export interface ClassifyRequest {
  readonly texts: readonly string[];
  readonly call: ClassifyContext;
  /** Told once, when a cache was asked. */
  readonly onLookup?: (lookup: CacheLookup) => void;
}

/** A property of the request: a WeakMap of all requests cost the garbage collector more than the rest of a lookup. */
const CLASSIFY_REQUEST = Symbol('ClassifyRequest');

interface Carrier {
  [CLASSIFY_REQUEST]?: ClassifyRequest;
}

/** Notes what a request asks for; later notes replace earlier ones. @param carrier the HTTP request */
export function setClassifyRequest(carrier: object, request: ClassifyRequest): void {
  (carrier as Carrier)[CLASSIFY_REQUEST] = request;
}

/** @throws Error when nobody has read the request yet */
export function classifyRequestOf(carrier: object): ClassifyRequest {
  const request = (carrier as Carrier)[CLASSIFY_REQUEST];
  if (!request) throw new Error('nobody has read this request');
  return request;
}
