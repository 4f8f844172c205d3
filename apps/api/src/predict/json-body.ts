import { isUtf8 } from 'node:buffer';
import type { Request } from 'express';
import getRawBody from 'raw-body';
import { RequestError } from '../http/errors/request-error.js';

const MAX_DEPTH = 64;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads a request's body as JSON. A body without Content-Type is taken for JSON: clients of the replaced service
 * send it so. (`express.json` answers 413 only after reading everything, takes invalid UTF-8 silently, and quotes
 * the body in its messages.)
 *
 * @throws RequestError `unsupported-media-type`, `body-too-large`, `malformed-body`
 */
export async function readJsonBody(request: Request, maxBytes: number): Promise<unknown> {
  checkMediaType(request);
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) throw new RequestError('malformed-body', 'The body is empty.');
  if (!isUtf8(bytes)) throw new RequestError('malformed-body', 'The body is not valid UTF-8.');
  const text = bytes.toString('utf8');
  const value = parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  if (isDeeperThan(value, MAX_DEPTH)) {
    throw new RequestError('malformed-body', `The body is nested deeper than ${MAX_DEPTH} levels.`);
  }
  return value;
}

function checkMediaType(request: Request): void {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '') {
    throw new RequestError(
      'unsupported-media-type',
      'A compressed body is not taken; send it without Content-Encoding.',
    );
  }
  const header = request.headers['content-type'];
  if (header === undefined || header.trim() === '') return;
  const [mediaType = '', ...parameters] = header
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (!/^application\/(json|[\w!#$&^.+-]+\+json)$/.test(mediaType)) {
    throw new RequestError('unsupported-media-type', 'Content-Type must be application/json.');
  }
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset)) {
    throw new RequestError('unsupported-media-type', 'The body must be in UTF-8.');
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  try {
    return await getRawBody(request, { limit: maxBytes, length: request.headers['content-length'] ?? null });
  } catch (error) {
    const type = error instanceof Error && 'type' in error ? error.type : undefined;
    if (type === 'entity.too.large') {
      throw new RequestError('body-too-large', `The body is past ${maxBytes} bytes (setting MAX_BODY_BYTES).`);
    }
    throw new RequestError('malformed-body', 'The body ended before its announced length.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the body.
    throw new RequestError('malformed-body', 'The body is not valid JSON.');
  }
}

/** Whether arrays and objects are nested past `limit`; without recursion, so that no depth can overflow the stack. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const containers = level.filter((item): item is object => typeof item === 'object' && item !== null);
    if (containers.length > 0 && depth >= limit) return true;
    level = containers.flatMap((container): unknown[] => Object.values(container));
  }
  return false;
}
