import type { IncomingMessage } from 'node:http';
import { RequestError } from '../http/errors/request-error.js';

/** A line of JSON after the other. The first name is the usual one, and that of the answers. */
const NDJSON_MEDIA_TYPES: ReadonlySet<string> = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/x-jsonlines',
]);
const JSON_MEDIA_TYPE = 'application/json';
/** Version of the routes that take a stream of lines; for the custom versioning of Nest. */
export const NDJSON_VERSION = 'ndjson';
/** Version of the routes that take a request of an AWS client. */
export const AWS_VERSION = 'aws';
const JSON_VERSION = 'json';

/** The media type in lower case, and its parameters; the type is empty without a header. */
interface ContentType {
  readonly mediaType: string;
  readonly parameters: readonly string[];
}

/** The version of a route that a request wants, by its headers. Routes without a version take all. */
export function getRouteVersion(request: IncomingMessage): string {
  if (request.headers['x-amz-target'] !== undefined) return AWS_VERSION;
  // Most requests end here.
  if (request.headers['content-type'] === JSON_MEDIA_TYPE) return JSON_VERSION;
  return NDJSON_MEDIA_TYPES.has(parseContentType(request).mediaType) ? NDJSON_VERSION : JSON_VERSION;
}

export function parseContentType({ headers }: IncomingMessage): ContentType {
  const [mediaType = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  return { mediaType: mediaType.trim(), parameters: parameters.map((parameter) => parameter.trim()) };
}

/**
 * Refuses compressed bodies, and bodies that say of themselves that they are not in UTF-8.
 *
 * @throws RequestError `unsupported-media-type`
 */
export function checkEncoding(request: IncomingMessage): void {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '') {
    throw new RequestError(
      'unsupported-media-type',
      'The service does not support compressed bodies. Send the body without Content-Encoding.',
    );
  }
  const { parameters } = parseContentType(request);
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset)) {
    throw new RequestError('unsupported-media-type', 'The body must be in UTF-8.');
  }
}
