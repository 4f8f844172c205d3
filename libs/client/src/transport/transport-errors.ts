import { ClientError } from './client-error.js';
import { toLine } from './to-line.js';

/** The connection failed. @param fault the reason that `fetch` gives */
export function toFetchError(fault: unknown): ClientError {
  return new ClientError(`the service cannot be reached: ${toLine(findReason(fault))}`, {
    kind: 'connection-failed',
    cause: fault,
  });
}

/** An attempt had no answer in time. */
export function createTimeoutError(timeoutMs: number): ClientError {
  return new ClientError(`the service did not answer within ${timeoutMs} ms`, { kind: 'timed-out' });
}

/** A call did not end in time. @param lastFailure of an attempt of the call */
export function createTotalTimeoutError(totalTimeoutMs: number, lastFailure: ClientError | undefined): ClientError {
  const reason = lastFailure ? `; the last failed attempt: ${lastFailure.message}` : '';
  return new ClientError(`the call did not end within ${totalTimeoutMs} ms${reason}`, { kind: 'timed-out' });
}

/** The answer to a request with lines ended too early. @param answers number of answers before the end */
export function createCutStreamError(answers: number): ClientError {
  return new ClientError(`the answer to a request with lines was cut after ${answers} of them`, {
    kind: 'connection-failed',
  });
}

/** The runtime shows nothing of a redirection. */
export function createHiddenRedirectError(): ClientError {
  return new ClientError('the service answered with a redirection, which this client does not follow', {
    kind: 'redirected',
  });
}

/** The answer has another shape than those of the service. @param fault a clause about the answer */
export function createBrokenAnswerError(fault: string): ClientError {
  return new ClientError(`the answer is not one of the sentiment service: ${fault}`, { kind: 'broken-answer' });
}

/** `fetch` of Node says only that it failed. Its cause has the reason, or only a code if every address of a host failed. */
function findReason(fault: unknown): string {
  if (!(fault instanceof Error)) return 'unknown reason';
  const { cause } = fault;
  if (!(cause instanceof Error)) return fault.message;
  if (cause.message !== '') return cause.message;
  return 'code' in cause ? String(cause.code) : fault.message;
}
