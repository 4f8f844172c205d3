import { createHash, createHmac } from 'node:crypto';
import type { SignatureClaim } from './authorization-header.js';

/** What a signature covers. */
export interface SignedRequest {
  readonly method: string;
  /** The path of the request target, as it was sent. */
  readonly path: string;
  /** Values by names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** The value of `X-Amz-Date`. */
  readonly dateTime: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a signature covers besides the request: the scope, and the names of the headers. */
export type SignatureScope = Omit<SignatureClaim, 'accessKeyId' | 'signature'>;

/**
 * What is signed of a request without a query, by AWS Signature Version 4:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function makeStringToSign(
  { method, path, headers, body, dateTime }: SignedRequest,
  scope: SignatureScope,
): string {
  const { signedHeaders } = scope;
  const canonicalRequest = [
    method,
    encodePath(path),
    // No query.
    '',
    ...signedHeaders.map((name) => `${name}:${(headers.get(name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    sha256(body),
  ].join('\n');
  return [ALGORITHM, dateTime, listScope(scope).join('/'), sha256(canonicalRequest)].join('\n');
}

/** @returns the signature of 32 bytes */
export function signString(stringToSign: string, scope: SignatureScope, secret: string): Buffer {
  const key = listScope(scope).reduce<Buffer>((each, part) => hmac(each, part), Buffer.from(`AWS4${secret}`));
  return hmac(key, stringToSign);
}

function listScope({ day, region, service }: SignatureScope): string[] {
  return [day, region, service, 'aws4_request'];
}

/** Services but S3 sign a path that is percent-encoded once more. */
function encodePath(path: string): string {
  return path.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
