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

/**
 * The signature of a request without a query by AWS Signature Version 4:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * @param claim the scope and the names of the headers
 * @returns 32 bytes
 */
export function computeSignature(
  { method, path, headers, body, dateTime }: SignedRequest,
  { day, region, service, signedHeaders }: Omit<SignatureClaim, 'accessKeyId' | 'signature'>,
  secret: string,
): Buffer {
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
  const scope = [day, region, service, 'aws4_request'];
  const stringToSign = [ALGORITHM, dateTime, scope.join('/'), sha256(canonicalRequest)].join('\n');
  const signingKey = scope.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`));
  return hmac(signingKey, stringToSign);
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
