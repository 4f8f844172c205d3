import type { StageTimings } from '#libs/prediction';

/** The value of a `Server-Timing` header: browsers' tools and tracing proxies read it. Durations in milliseconds. */
export function toServerTiming({ tokenizeMs, queueMs, runMs }: StageTimings): string {
  return `tokenize;dur=${tokenizeMs.toFixed(2)}, queue;dur=${queueMs.toFixed(2)}, run;dur=${runMs.toFixed(2)}`;
}
