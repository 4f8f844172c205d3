import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { RequestError } from '../http/errors/request-error.js';
import { measureJson } from '../http/json-size.js';
import { decodeUtf8 } from './decode-utf8.js';
import { checkEncoding, parseContentType } from './media-type.js';

/** Deepest nesting of a body. */
export const MAX_DEPTH = 64;
/** Arrays, objects and keys that a body may have, besides those of its texts. */
export const SPARE_PARTS = 10_000;
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
  const text = decodeUtf8(bytes);
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
