import { RequestError, type RequestErrorKind } from '../../http/errors/request-error.js';

/** An error for which Comprehend has a name of its own. */
export class ComprehendError extends RequestError {
  constructor(
    /** The `__type` of the answer. */
    readonly type: string,
    message: string,
    kind: RequestErrorKind = 'invalid-request',
  ) {
    super(kind, message);
  }
}
