import type { FaultyPlace } from '../openapi/api-types.js';
import { ClientError } from './client-error.js';
import { isRecord, parseJson } from './parse-json.js';
import { parseRetryAfter } from './parse-retry-after.js';
import { toLine } from './to-line.js';

const KIND_PREFIX = 'urn:sentiment:problem:';

/** An answer of a service, read to its end. */
export interface ReadResponse {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  readonly text: string;
}

/**
 * Makes the error of an answer that is no success. The body is a problem of the service, or what a proxy in front of it wrote.
 *
 * @param epochMs the present time in milliseconds since 1970, for an answer without a `Date`
 */
export function readProblem({ status, headers, text }: ReadResponse, epochMs: number): ClientError {
  const problem = parseJson(text);
  const fields = isRecord(problem) ? problem : {};
  const title = readText(fields.title);
  const detail = readText(fields.detail);
  const kind = readKind(fields.type) ?? `http-${status}`;
  const sentMs = Date.parse(headers.get('date') ?? '');
  return new ClientError(describe(status, kind, detail ?? title, headers.get('location')), {
    kind,
    status,
    title,
    detail,
    errors: readPlaces(fields.errors),
    model: headers.get('x-model') ?? undefined,
    retryAfterMs: parseRetryAfter(headers.get('retry-after'), Number.isNaN(sentMs) ? epochMs : sentMs),
  });
}

function describe(status: number, kind: string, detail: string | undefined, location: string | null): string {
  const reason = detail ?? (location === null ? 'no reason is given' : `it redirects to ${toLine(location)}`);
  return `the service answered ${status} (${kind}): ${reason}`;
}

function readKind(type: unknown): string | undefined {
  const kind = typeof type === 'string' && type.startsWith(KIND_PREFIX) ? type.slice(KIND_PREFIX.length) : '';
  return /^[a-z-]+$/.test(kind) ? kind : undefined;
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? toLine(value) : undefined;
}

function readPlaces(value: unknown): FaultyPlace[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((place: unknown) => {
    if (!isRecord(place) || typeof place.pointer !== 'string') return [];
    return [{ pointer: place.pointer, detail: readText(place.detail) ?? '' }];
  });
}
