import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthorization } from './authorization-header.js';

const PARTS = ['AWS4-HMAC-SHA256', ' ', 'Credential=', 'a', '/', '20261127', 'comprehend', 'aws4_request', ',', ';'];
const piece = fc.oneof(fc.constantFrom(...PARTS, 'SignedHeaders=host', 'Signature=', 'ab'.repeat(32)), fc.string());
/** Node refuses longer heads. */
const MAX_CHARS = 16_384;

describe('Any Authorization header', () => {
  it('is read whole, or not at all', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const claim = parseAuthorization(pieces.join(''));
        if (claim) expect([claim.signature.length, claim.signedHeaders.length > 0]).toEqual([32, true]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['AWS4-HMAC-SHA256 Credential=', 'AWS4-HMAC-SHA256 Credential=a/20261127/'])(
    'is refused when it goes on for 16 KiB after its beginning: %s',
    (start) => {
      for (const part of ['a', 'a/', ' ', 'a=', ';']) {
        const header = start + part.repeat(MAX_CHARS / part.length);
        expect(parseAuthorization(header)).toBeUndefined();
      }
    },
  );
});
