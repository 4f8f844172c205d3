import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { DIALECT_MEDIA_TYPE } from '../../dialect-route/dialect.js';
import type { ErrorAnswer, ErrorRenderer } from '../../http/errors/answer-error.js';
import { PROBLEM_TABLE } from '../../http/errors/problem-table.js';
import type { ErrorKind } from '../../http/errors/request-error.js';
import { AzureError, type AzureRequestFault } from './azure-error.js';
import type { AzureErrorBody } from './azure.dto.js';

const BAD_REQUEST = 400;
const UNPROCESSABLE = 422;
/** Codes by status: https://learn.microsoft.com/rest/api/language/text-analysis-runtime */
const CODES: Readonly<Record<number, string>> = {
  // The service of Azure has the number here.
  401: '401',
  404: 'NotFound',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};
const FAULTS: Readonly<Partial<Record<ErrorKind, AzureRequestFault>>> = {
  'malformed-body': 'InvalidRequestBodyFormat',
  'malformed-header': 'InvalidParameterValue',
  'invalid-request': 'InvalidDocumentBatch',
};
const KEY_REQUIRED = 'Send a valid API key: `Ocp-Apim-Subscription-Key: <key>`.';

/**
 * Errors of Azure: `{"error":{"code","message","innererror"}}`. Clients show the inner code and message, or the outer ones if there is no
 * inner error.
 */
export const renderAzureError: ErrorRenderer = (error): ErrorAnswer => {
  // The message of an exception of Nest may quote the request.
  if (error instanceof HttpException) return toAnswer(error.getStatus(), STATUS_CODES[error.getStatus()] ?? 'Error');
  const { status } = PROBLEM_TABLE[error.kind];
  if (error.kind === 'unauthorized') return toAnswer(status, KEY_REQUIRED);
  const fault = error instanceof AzureError ? error.fault : FAULTS[error.kind];
  return toAnswer(status === UNPROCESSABLE ? BAD_REQUEST : status, error.message, fault);
};

function toAnswer(status: number, message: string, fault?: AzureRequestFault): ErrorAnswer {
  const code = CODES[status] ?? 'InvalidRequest';
  const body: AzureErrorBody = {
    error: { code, message, ...(fault && { innererror: { code: fault, message } }) },
  };
  return { status, mediaType: DIALECT_MEDIA_TYPE, body: JSON.stringify(body) };
}
