import type { ClientError } from '#libs/client';

const KIND = /^[a-z-]+$/;
/** The detail of the service is about headers. */
const KEY_REQUIRED = 'The service asks for an API key.';
const UNREACHABLE = 'The service does not answer. Check the connection.';
const REDIRECTED = 'The service answers with a redirection. Reload the page.';

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

/** Makes the problem of a call that failed: of an error of the service, of a gateway, or of the connection. */
export function toServiceProblem(error: ClientError): ServiceProblem {
  const { status, kind, detail, errors, retryAfterMs } = error;
  if (status === undefined) {
    const isRedirected = kind === 'redirected';
    return new ServiceProblem(isRedirected ? REDIRECTED : UNREACHABLE, 0, isRedirected ? kind : 'unreachable');
  }
  const message = status === 401 ? KEY_REQUIRED : (detail ?? `The service answers with the HTTP status ${status}.`);
  const pointers = errors.map(({ pointer }) => pointer);
  return new ServiceProblem(message, status, KIND.test(kind) ? kind : 'unknown', pointers, retryAfterMs);
}
