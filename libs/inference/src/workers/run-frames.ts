import { FRAME_HEAD_BYTES } from './frame-reader.js';

/**
 * The frames that carry batches to a worker and logits back, in the byte order of the machine. (Node's channel serializes
 * objects: a batch cost ten times as much there.)
 *
 * A run: id, solo (0 or 1), number of texts, tokens of each text, token ids of all texts end to end; all int32.
 * A reply: id, status (0 or 1), duration of the run in microseconds, number of texts that left the model early, all int32; then the
 * logits as float32, or for status 1 the reason of the failure in UTF-8.
 */
export interface RunRequest {
  readonly id: number;
  /** Whether to use the session of `soloThreads`. */
  readonly solo: boolean;
  /** Tokens of each text. */
  readonly lengths: Int32Array;
  /** Token ids of all texts, end to end. */
  readonly ids: Int32Array;
}

/** The outcome of a run. */
export type RunReply = { readonly id: number; readonly durationMs: number } & (
  | {
      /** Row by row: one float32 a label for each text. */
      readonly logits: Float32Array;
      /** Texts that left the model early; 0 for a model without an early exit. */
      readonly earlyExits: number;
    }
  | { readonly failure: string }
);

const WORD_BYTES = 4;
const RUN_HEAD_WORDS = 3;
const REPLY_HEAD_WORDS = 4;
const FAILED = 1;
const US_PER_MS = 1_000;

/** @param encodings token ids of each text */
export function encodeRun(id: number, encodings: readonly Int32Array[], solo: boolean): Buffer {
  let words = 1 + RUN_HEAD_WORDS + encodings.length;
  for (const { length } of encodings) words += length;
  const frame = new Int32Array(words);
  frame[0] = words * WORD_BYTES - FRAME_HEAD_BYTES;
  frame[1] = id;
  frame[2] = solo ? 1 : 0;
  frame[3] = encodings.length;
  let at = 1 + RUN_HEAD_WORDS;
  for (const { length } of encodings) frame[at++] = length;
  for (const ids of encodings) {
    frame.set(ids, at);
    at += ids.length;
  }
  return Buffer.from(frame.buffer);
}

export function decodeRun(content: ArrayBuffer): RunRequest {
  const words = new Int32Array(content);
  const [id = 0, solo = 0, texts = 0] = words;
  const idsAt = RUN_HEAD_WORDS + texts;
  return { id, solo: solo === 1, lengths: words.subarray(RUN_HEAD_WORDS, idsAt), ids: words.subarray(idsAt) };
}

export function encodeReply(reply: RunReply): Buffer {
  const body =
    'logits' in reply
      ? Buffer.from(reply.logits.buffer, reply.logits.byteOffset, reply.logits.byteLength)
      : Buffer.from(reply.failure);
  const frame = Buffer.alloc(FRAME_HEAD_BYTES + REPLY_HEAD_WORDS * WORD_BYTES + body.length);
  const contentBytes = frame.length - FRAME_HEAD_BYTES;
  const head = Int32Array.of(
    contentBytes,
    reply.id,
    'logits' in reply ? 0 : FAILED,
    Math.round(reply.durationMs * US_PER_MS),
    'logits' in reply ? reply.earlyExits : 0,
  );
  frame.set(new Uint8Array(head.buffer));
  frame.set(body, head.byteLength);
  return frame;
}

export function decodeReply(content: ArrayBuffer): RunReply {
  const [id = 0, status = FAILED, durationUs = 0, earlyExits = 0] = new Int32Array(content, 0, REPLY_HEAD_WORDS);
  const bodyAt = REPLY_HEAD_WORDS * WORD_BYTES;
  const outcome =
    status === FAILED
      ? { failure: Buffer.from(content, bodyAt).toString() }
      : { logits: new Float32Array(content, bodyAt), earlyExits };
  return { id, durationMs: durationUs / US_PER_MS, ...outcome };
}
