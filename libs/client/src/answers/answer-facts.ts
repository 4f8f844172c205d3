import type { ReadResponse } from '../transport/read-problem.js';

/** What the headers of an answer tell. */
export interface AnswerFacts {
  /** The model that answered, `<name>@<first digits of its digest>`; undefined when the answer does not say. */
  readonly model: string | undefined;
  /** Texts that the cache of the service answered; undefined when the service does not say. */
  readonly cacheHits: number | undefined;
}

/** Reads the headers of an answer. */
export function readAnswerFacts(headers: ReadResponse['headers']): AnswerFacts {
  const hits = /\bhits=(\d+)/.exec(headers.get('cache-status') ?? '')?.[1];
  return { model: headers.get('x-model') ?? undefined, cacheHits: hits === undefined ? undefined : Number(hits) };
}
