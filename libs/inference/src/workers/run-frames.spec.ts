import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader } from './frame-reader.js';
import { decodeReply, decodeRun, encodeReply, encodeRun, type RunReply, type RunRequest } from './run-frames.js';

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe('Run frames', () => {
  it('carry the batches of a stream, wherever the stream is cut', () => {
    const ids = fc.int32Array({ maxLength: 40 });
    const batch = fc.record({ texts: fc.array(ids, { maxLength: 9 }), solo: fc.boolean() });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 12 }), (batches, places) => {
        const stream = Buffer.concat(batches.map(({ texts, solo }, id) => encodeRun(id, texts, solo)));
        const received: RunRequest[] = [];
        const reader = new FrameReader((content) => received.push(decodeRun(content)));
        for (const chunk of cut(stream, places)) reader.push(chunk);
        expect(received).toEqual(
          batches.map(({ texts, solo }, id) => ({
            id,
            solo,
            lengths: Int32Array.from(texts, ({ length }) => length),
            ids: Int32Array.from(texts.flatMap((text) => [...text])),
          })),
        );
      }),
    );
  });

  it.each<[string, RunReply]>([
    ['logits', { id: 7, durationMs: 1.25, logits: Float32Array.of(0.5, -3, Number.NaN), earlyExits: 2 }],
    ['the reason of a failure', { id: 2 ** 31 - 1, durationMs: 0, failure: 'déjà vu' }],
  ])('carry %s back', (_, reply) => {
    const received: RunReply[] = [];
    new FrameReader((content) => received.push(decodeReply(content))).push(encodeReply(reply));
    expect(received).toEqual([reply]);
  });
});
