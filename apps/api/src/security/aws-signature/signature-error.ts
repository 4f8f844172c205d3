import { RequestError } from '../../http/errors/request-error.js';

/** Why a signature does not identify a client. */
export type SignatureFault = 'missing' | 'incomplete' | 'unknown-id' | 'mismatch';

/** A request without a valid signature. */
export class SignatureError extends RequestError {
  constructor(
    readonly fault: SignatureFault,
    message: string,
  ) {
    super('unauthorized', message);
  }
}
