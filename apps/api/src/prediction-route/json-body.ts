import { isAscii, isUtf8, transcode } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { RequestError } from '../http/errors/request-error.js';
import { measureJson } from '../http/json-size.js';
import { checkEncoding, parseContentType } from './media-type.js';

const MAX_DEPTH = 64;
/** Arrays, objects and keys that a body may have, besides those of its texts. */
const SPARE_PARTS = 10_000;
/** Below it the detour costs more than it saves. */
const MIN_TRANSCODED_BYTES = 16_384;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Parses a body. (`express.json` takes invalid UTF-8 silently, and its messages quote the body.)
 *
 * @param textParts arrays, objects and keys of the texts in the largest request
 * @param part what the bytes are, for the messages
 * @throws RequestError `malformed-body`
 */
export function parseJsonBody(bytes: Buffer, textParts: number, part: 'body' | 'line' = 'body'): unknown {
  if (bytes.length === 0) throw new RequestError('malformed-body', `The ${part} is empty.`);
  if (!isUtf8(bytes)) throw new RequestError('malformed-body', `The ${part} is not valid UTF-8.`);
  const maxParts = textParts + SPARE_PARTS;
  const { parts, depth } = measureJson(bytes, { parts: maxParts, depth: MAX_DEPTH });
  if (depth > MAX_DEPTH) {
    throw new RequestError('malformed-body', `The ${part} is nested deeper than ${MAX_DEPTH} levels.`);
  }
  if (parts > maxParts) {
    throw new RequestError('malformed-body', `The ${part} has more than ${maxParts} arrays, objects and keys.`);
  }
  const text = decode(bytes);
  return parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text, part);
}

/**
 * A body without Content-Type is taken for JSON: clients of the replaced service send it so.
 *
 * @throws RequestError `unsupported-media-type`
 */
export function checkMediaType(request: IncomingMessage): void {
  checkEncoding(request);
  const { mediaType } = parseContentType(request);
  if (mediaType === '' || /^application\/(json|[\w!#$&^.+-]+\+json)$/.test(mediaType)) return;
  throw new RequestError('unsupported-media-type', 'Content-Type must be application/json.');
}

function parse(text: string, part: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the body.
    throw new RequestError('malformed-body', `The ${part} is not valid JSON.`);
  }
}

/**
 * Decodes valid UTF-8. Node's own decoder takes 6.8 ms for 2 MB of Hangul, because it goes character by character; by way
 * of UTF-16 it is 2 ms (Node 20.20).
 */
function decode(bytes: Buffer): string {
  if (bytes.length < MIN_TRANSCODED_BYTES || isAscii(bytes)) return bytes.toString('utf8');
  return transcode(bytes, 'utf8', 'utf16le').toString('utf16le');
}
