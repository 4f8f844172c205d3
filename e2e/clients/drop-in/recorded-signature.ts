import type { Request } from 'express';
import type { ApiKeySource } from '../../../apps/api/src/security/api-key-source.js';
import { CBOR_PROTOCOL } from '../../../apps/api/src/dialects/comprehend/cbor-protocol.js';
import { JSON_PROTOCOL } from '../../../apps/api/src/dialects/comprehend/json-protocol.js';
import { AwsSignatureVerifier } from '../../../apps/api/src/security/aws-signature/aws-signature-verifier.js';
import { readBody, type RecordedRequest } from './recorded-request.js';

/** The ID and the secrets of the recordings. The secrets are shorter than what the key file of the service allows. */
export const RECORDED_ID = 'AKIAEXAMPLE';
const SECRETS = ['secretsecret', 's'];

/** What the verifier reads of a request. */
function toRequest({ method, path, headers }: RecordedRequest): Request {
  const headersDistinct: Record<string, string[]> = {};
  for (const [name, value] of headers) (headersDistinct[name.toLowerCase()] ??= []).push(value);
  const get = (name: string) => headersDistinct[name.toLowerCase()]?.[0];
  return { method, originalUrl: path, headersDistinct, get } as unknown as Request;
}

/** @returns the time of `X-Amz-Date`, in milliseconds since 1970 */
function readEpochMs(request: Request): number {
  const [, date = '', time = ''] = /^(\d{8})T(\d{6})Z$/.exec(request.get('X-Amz-Date') ?? '') ?? [];
  const day = date.replace(/(....)(..)(..)/, '$1-$2-$3');
  return Date.parse(`${day}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`);
}

/**
 * Checks the signature of a recorded request, at the time at which it was sent.
 *
 * @param body instead of the recorded one
 * @returns the ID of the key
 * @throws SignatureError
 */
export function verifySignature(recorded: RecordedRequest, body = readBody(recorded)): string | undefined {
  const keys = { listKeys: (name: string) => (name === RECORDED_ID ? SECRETS : []) };
  const source = { keys, findClient: () => undefined } as unknown as ApiKeySource;
  const request = toRequest(recorded);
  const { signedHeaders } =
    [CBOR_PROTOCOL, JSON_PROTOCOL].find(({ mediaType }) => mediaType === request.get('Content-Type')) ?? JSON_PROTOCOL;
  return new AwsSignatureVerifier(source).begin(request, signedHeaders, readEpochMs(request))(body);
}
