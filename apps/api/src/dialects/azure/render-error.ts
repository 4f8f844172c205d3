import { HttpException } from '@nestjs/common';
import { describeError } from '../../dialect-route/describe-error.js';
import { DIALECT_MEDIA_TYPE } from '../../dialect-route/dialect.js';
import type { ErrorAnswer, ErrorRenderer } from '../../http/errors/answer-error.js';
import type { ErrorKind } from '../../http/errors/request-error.js';
import { AzureError, type AzureRequestFault } from './azure-error.js';
import type { AzureErrorBody } from './azure.dto.js';

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
  const { status, message } = describeError(error);
  if (error instanceof HttpException) return toAnswer(status, message);
  if (error.kind === 'unauthorized') return toAnswer(status, KEY_REQUIRED);
  const fault = error instanceof AzureError ? error.fault : FAULTS[error.kind];
  return toAnswer(status, message, fault);
};

function toAnswer(status: number, message: string, fault?: AzureRequestFault): ErrorAnswer {
  const code = CODES[status] ?? 'InvalidRequest';
  const body: AzureErrorBody = {
    error: { code, message, ...(fault && { innererror: { code: fault, message } }) },
  };
  return { status, mediaType: DIALECT_MEDIA_TYPE, body: JSON.stringify(body) };
}
