import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { ApiKeySource } from '../api-key-source.js';
import { parseAuthorization, type SignatureClaim } from './authorization-header.js';
import { makeStringToSign, signString, type SignedRequest } from './compute-signature.js';
import { SignatureError } from './signature-error.js';

const DATE_TIME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
/** The tolerance of AWS. */
const MAX_CLOCK_DIFFERENCE_MS = 15 * 60 * 1_000;

/**
 * Checks the raw bytes of a body. A hash in a header is not trusted.
 *
 * @returns the name of the client; undefined when the service asks for no key
 * @throws SignatureError when the signature is not that of the request
 */
export type BodyCheck = (body: Buffer) => string | undefined;

/**
 * Identifies clients by AWS Signature Version 4. The access key ID is the name of an API key, and the secret is the key. A signature is
 * valid for 15 minutes: within this time, a recorded request can be sent again.
 */
@Injectable()
export class AwsSignatureVerifier {
  constructor(private readonly source: ApiKeySource) {}

  /**
   * Checks all but the body, so that a request with a faulty signature is refused before its body is read.
   *
   * @param requiredHeaders those that a signature must cover, in lower case
   * @param nowEpochMs the time now, in milliseconds since 1970
   * @returns the check of the body
   * @throws SignatureError
   */
  begin(request: Request, requiredHeaders: readonly string[], nowEpochMs = Date.now()): BodyCheck {
    const { keys } = this.source;
    if (!keys) return () => undefined;
    const named = this.source.findClient(request);
    if (named !== undefined) return () => named;
    const claim = readClaim(request, requiredHeaders);
    const head = readSignedHead(request, claim);
    checkTime(head.dateTime, claim.day, nowEpochMs);
    const secrets = keys.listKeys(claim.accessKeyId);
    if (secrets.length === 0)
      throw new SignatureError('unknown-id', 'The access key ID is not the name of an API key.');
    return (body) => checkSignature({ ...head, body }, claim, secrets);
  }
}

/** @throws SignatureError */
function checkSignature(signed: SignedRequest, claim: SignatureClaim, secrets: readonly string[]): string {
  const stringToSign = makeStringToSign(signed, claim);
  // Every key of the name, so that the time does not tell which one it is.
  const matches = secrets.filter((secret) => timingSafeEqual(signString(stringToSign, claim, secret), claim.signature));
  if (matches.length > 0) return claim.accessKeyId;
  throw new SignatureError(
    'mismatch',
    'The signature does not match the request. Check the secret access key, and that no proxy changes Host or the path.',
  );
}

/** @throws SignatureError */
function readClaim(request: Request, requiredHeaders: readonly string[]): SignatureClaim {
  const header = request.get('Authorization');
  if (header === undefined) {
    throw new SignatureError(
      'missing',
      'Sign the request: the access key ID is the name of an API key, the secret the key.',
    );
  }
  const claim = parseAuthorization(header);
  if (!claim) throw incomplete('Authorization is no complete signature of version 4 (AWS4-HMAC-SHA256).');
  if (claim.service !== 'comprehend') throw incomplete('The scope of the signature must name the service comprehend.');
  for (const name of requiredHeaders) {
    if (!claim.signedHeaders.includes(name)) throw incomplete(`The header ${name} must be signed.`);
  }
  return claim;
}

/** @throws SignatureError */
function readSignedHead(request: Request, claim: SignatureClaim): Omit<SignedRequest, 'body'> {
  const { method, originalUrl: path } = request;
  if (path.includes('?')) throw incomplete('The path must have no query.');
  const headers = new Map<string, string>();
  for (const name of [...claim.signedHeaders, 'authorization']) {
    const values = request.headersDistinct[name] ?? [];
    // `headers` would have the first value of some, and a list of those of others.
    if (values.length !== 1) throw incomplete(`The header ${name} must be sent once.`);
    headers.set(name, values[0] ?? '');
  }
  return { method, path, headers, dateTime: headers.get('x-amz-date') ?? '' };
}

/** @throws SignatureError */
function checkTime(dateTime: string, day: string, nowEpochMs: number): void {
  const match = DATE_TIME.exec(dateTime);
  if (!match) throw incomplete('X-Amz-Date must have the form 20261127T021541Z.');
  if (!dateTime.startsWith(day)) throw incomplete('X-Amz-Date must be of the day in the scope of the signature.');
  const [, year, month, date, hours, minutes, seconds] = match.map(Number);
  const signedEpochMs = Date.UTC(year ?? 0, (month ?? 1) - 1, date, hours, minutes, seconds);
  if (Math.abs(signedEpochMs - nowEpochMs) > MAX_CLOCK_DIFFERENCE_MS) {
    throw new SignatureError(
      'mismatch',
      'The signature is older than 15 minutes, or the clock of the client is wrong.',
    );
  }
}

const incomplete = (message: string) => new SignatureError('incomplete', message);
