import type { HeldRequest } from './attack-job.js';
import { postHead } from './request-head.js';

/** Sizes that 108 connections announce, one after the other: what is left by a larger size goes to a smaller one. */
const CLAIMED_BYTES: readonly number[] = [
  ...Array<number>(95).fill(2_097_152),
  770_000,
  ...Array<number>(2).fill(250),
  ...Array<number>(10).fill(40),
];

/** The bytes that a connection sends before it falls silent. */
export const HELD_REQUESTS: Readonly<Record<HeldRequest, (index: number, key: string | undefined) => string>> = {
  claim: (index, key) => postHead(key, contentLength(index)),
  'chunked claim': (_, key) => postHead(key, 'Transfer-Encoding: chunked'),
  'expecting claim': (index, key) => postHead(key, contentLength(index), 'Expect: 100-continue'),
  nothing: () => '',
};

function contentLength(index: number): string {
  return `Content-Length: ${CLAIMED_BYTES[index % CLAIMED_BYTES.length] ?? 0}`;
}
