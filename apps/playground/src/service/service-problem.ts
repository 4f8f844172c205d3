const KIND_PREFIX = 'urn:sentiment:problem:';
/** The detail of the service is about headers. */
const KEY_REQUIRED = 'The service asks for an API key.';
const MS_PER_SECOND = 1_000;

/** An answer of the service that is an error, or no answer at all. The message is a sentence for the user. */
export class ServiceProblem extends Error {
  override readonly name = 'ServiceProblem';

  constructor(
    message: string,
    /** HTTP status; 0 if the service did not answer. */
    readonly status: number,
    /** The end of the problem's type, such as `rate-limited`. */
    readonly kind: string,
    /** JSON pointers to the faulty places of the request. */
    readonly pointers: readonly string[] = [],
    /** The time that the service asks to wait, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** The problem if the service cannot be reached. */
export function createUnreachableProblem(): ServiceProblem {
  return new ServiceProblem('The service does not answer. Check the connection.', 0, 'unreachable');
}

/**
 * Reads the body of an error, which is `application/problem+json` unless a gateway wrote it.
 *
 * @param retryAfter the header `Retry-After`, in seconds
 */
export function toServiceProblem(status: number, body: string, retryAfter: string | null): ServiceProblem {
  const { detail, type, errors } = parseProblem(body);
  const message = status === 401 ? KEY_REQUIRED : typeof detail === 'string' ? detail : describeStatus(status);
  const kind = typeof type === 'string' && type.startsWith(KIND_PREFIX) ? type.slice(KIND_PREFIX.length) : 'unknown';
  const pointers = Array.isArray(errors) ? errors.flatMap(readPointer) : [];
  const seconds = retryAfter === null ? Number.NaN : Number.parseInt(retryAfter, 10);
  return new ServiceProblem(message, status, kind, pointers, seconds >= 0 ? seconds * MS_PER_SECOND : undefined);
}

function describeStatus(status: number): string {
  return `The service answers with the HTTP status ${status}.`;
}

function parseProblem(body: string): { detail?: unknown; type?: unknown; errors?: unknown } {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function readPointer(error: unknown): string[] {
  if (typeof error !== 'object' || error === null || !('pointer' in error)) return [];
  return typeof error.pointer === 'string' ? [error.pointer] : [];
}
