import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { PROBLEM_TABLE } from '../http/errors/problem-table.js';
import type { ServiceError } from '../http/errors/request-error.js';

const BAD_REQUEST = 400;
const UNPROCESSABLE = 422;

/** The status and the message of an error, for formats that answer an invalid request with 400 and have no 422. */
export function describeError(error: ServiceError | HttpException): {
  readonly status: number;
  readonly message: string;
} {
  if (error instanceof HttpException) {
    const status = error.getStatus();
    // The message of an exception of Nest may quote the request.
    return { status, message: STATUS_CODES[status] ?? 'Error' };
  }
  const { status } = PROBLEM_TABLE[error.kind];
  return { status: status === UNPROCESSABLE ? BAD_REQUEST : status, message: error.message };
}
