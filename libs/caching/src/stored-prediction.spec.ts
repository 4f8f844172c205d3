import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePrediction, encodePrediction } from './stored-prediction.js';

const prediction = { logits: Float32Array.of(-1.5, 2.25), truncated: true, tokens: 3, unknownTokens: 0, readChars: 9 };
const bytes = encodePrediction('key', prediction);

describe('Stored prediction', () => {
  it('comes back as it was, bit by bit', () => {
    const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
    const logits = fc.array(finite, { minLength: 1, maxLength: 40 });
    const uint32 = fc.nat(2 ** 31 - 1);
    fc.assert(
      fc.property(logits, fc.boolean(), fc.tuple(uint32, uint32, uint32), (values, truncated, counts) => {
        const [tokens, unknownTokens, readChars] = counts;
        const stored = { logits: Float32Array.from(values), truncated, tokens, unknownTokens, readChars };
        expect(decodePrediction('key', encodePrediction('key', stored))).toEqual(stored);
      }),
    );
  });

  it('is nothing when a byte is missing, added or changed', () => {
    expect(decodePrediction('key', bytes.subarray(0, -1))).toBeUndefined();
    expect(decodePrediction('key', Buffer.concat([bytes, Buffer.alloc(1)]))).toBeUndefined();
    expect(decodePrediction('key', Buffer.concat([bytes, Buffer.alloc(4)]))).toBeUndefined();
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(decodePrediction('key', changed), `byte ${at}`).toBeUndefined();
    }
  });

  it('is nothing under the key of another text or model', () => {
    expect(decodePrediction('other', bytes)).toBeUndefined();
  });

  it('is nothing when it is not finite', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const stored = encodePrediction('key', {
        logits: Float32Array.of(0, value),
        truncated: false,
        tokens: 3,
        unknownTokens: 0,
        readChars: 9,
      });
      expect(decodePrediction('key', stored)).toBeUndefined();
    }
  });

  it('is nothing when it is any other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (other) => {
        expect(decodePrediction('key', Buffer.from(other))).toBeUndefined();
      }),
    );
  });
});
