import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { PROBLEM_TABLE } from '../../http/errors/problem-table.js';
import type { ErrorKind, ServiceError } from '../../http/errors/request-error.js';
import { SignatureError, type SignatureFault } from '../../security/aws-signature/signature-error.js';
import { ComprehendError } from './comprehend-error.js';

const INVALID = 'InvalidRequestException';
const FAILED = 'InternalServerException';
const THROTTLED = 'ThrottlingException';
const TYPES: Readonly<Partial<Record<ErrorKind, string>>> = {
  'malformed-body': 'SerializationException',
  'rate-limited': THROTTLED,
  overloaded: THROTTLED,
};
const SIGNATURE_TYPES: Readonly<Record<SignatureFault, string>> = {
  missing: 'MissingAuthenticationTokenException',
  incomplete: 'IncompleteSignatureException',
  'unknown-id': 'UnrecognizedClientException',
  mismatch: 'InvalidSignatureException',
};
const UNPROCESSABLE = 422;
const BAD_REQUEST = 400;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const SERVER_ERROR = 500;
const MS_PER_SECOND = 1_000;

/** What an error of Comprehend says in every protocol. */
export interface ComprehendFailure {
  readonly status: number;
  /** The name of the error in the API of Comprehend. */
  readonly type: string;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Maps an error to the status and the name that AWS has for it. boto3 waits for `x-amz-retry-after`, in milliseconds, and ignores
 * `Retry-After`; the SDK for JavaScript knows both.
 */
export function toFailure(error: ServiceError | HttpException, requestId: string): ComprehendFailure {
  const isForeign = error instanceof HttpException;
  const status = isForeign ? error.getStatus() : toStatus(error);
  const type = isForeign ? getDefaultType(status) : getType(error, status);
  const retryAfterSeconds = isForeign ? undefined : error.retryAfterSeconds;
  return {
    status,
    type,
    // The message of an exception of Nest may quote the request.
    message: isForeign ? (STATUS_CODES[status] ?? 'Error') : error.message,
    headers: {
      'x-amzn-RequestId': requestId,
      'x-amzn-ErrorType': type,
      ...(retryAfterSeconds !== undefined && { 'x-amz-retry-after': String(retryAfterSeconds * MS_PER_SECOND) }),
    },
  };
}

/** AWS has no 422, and refuses a key with 403. */
function toStatus(error: ServiceError): number {
  if (error instanceof ComprehendError) return BAD_REQUEST;
  const { status } = PROBLEM_TABLE[error.kind];
  if (status === UNPROCESSABLE) return BAD_REQUEST;
  return status === UNAUTHORIZED ? FORBIDDEN : status;
}

function getType(error: ServiceError, status: number): string {
  if (error instanceof ComprehendError) return error.type;
  if (error instanceof SignatureError) return SIGNATURE_TYPES[error.fault];
  return TYPES[error.kind] ?? getDefaultType(status);
}

function getDefaultType(status: number): string {
  return status >= SERVER_ERROR ? FAILED : INVALID;
}
