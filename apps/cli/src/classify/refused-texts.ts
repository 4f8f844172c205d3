import type { ClientError } from '#libs/client';

const TEXT_POINTER = /^\/text\/(\d+)$/;
/** Kinds of problems that are about texts. */
const TEXT_KINDS: ReadonlySet<string> = new Set(['text-refused', 'text-failed']);
const NO_REASON = 'The service has no answer for this text.';
const PAYLOAD_TOO_LARGE = 413;
const GATEWAY_TIMEOUT = 504;

/**
 * The texts that a refusal of the service names. It names at most 100, so the other texts may have faults too.
 *
 * @param texts number of texts in the request
 * @returns why each of them has no answer, by its index; empty when the refusal is about something else
 */
export function listRefusedTexts({ errors }: Pick<ClientError, 'errors'>, texts: number): Map<number, string> {
  const refused = new Map<number, string>();
  for (const { pointer, detail } of errors) {
    const index = Number(TEXT_POINTER.exec(pointer)?.[1] ?? Number.NaN);
    if (index < texts) refused.set(index, detail === '' ? NO_REASON : detail);
  }
  return refused;
}

/** Whether the answer may be another one for fewer texts: there are too many of them, or they are too large or too much work. */
export function isForFewerTexts(error: ClientError): boolean {
  const hasTooMany = error.kind === 'invalid-request' && error.errors.some(({ pointer }) => pointer === '/text');
  return hasTooMany || error.status === PAYLOAD_TOO_LARGE || TEXT_KINDS.has(error.kind) || isTooMuchWork(error);
}

/** Whether the service has too little time for the request. It may have more later, or may never have enough. */
export function isTooMuchWork({ kind, status }: Pick<ClientError, 'kind' | 'status'>): boolean {
  return kind === 'overloaded' || status === GATEWAY_TIMEOUT;
}

/** Whether the refusal of a request with one text is about that text. */
export function isAboutText({ kind, status }: Pick<ClientError, 'kind' | 'status'>): boolean {
  return TEXT_KINDS.has(kind) || status === PAYLOAD_TOO_LARGE;
}
