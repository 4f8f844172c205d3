import { decode } from 'cborg';
import { RequestError } from '../http/errors/request-error.js';
import { CborTokenizer } from './cbor-tokenizer.js';
import { MAX_DEPTH, SPARE_PARTS } from './json-body.js';

/**
 * Parses a body of CBOR (RFC 8949) without tags. The limits are those of parseJsonBody, but each data item counts: one takes a single byte.
 *
 * @param textParts data items of the texts in the largest request
 * @throws RequestError `malformed-body`
 */
export function parseCborBody(bytes: Buffer, textParts: number): unknown {
  if (bytes.length === 0) throw new RequestError('malformed-body', 'The body is empty.');
  const tokenizer = new CborTokenizer(bytes, { items: textParts + SPARE_PARTS, depth: MAX_DEPTH });
  try {
    return decode(bytes, { tokenizer, rejectDuplicateMapKeys: true });
  } catch (error) {
    if (error instanceof RequestError) throw error;
    // The messages of the decoder quote keys.
    throw new RequestError('malformed-body', 'The body is not valid CBOR.');
  }
}
