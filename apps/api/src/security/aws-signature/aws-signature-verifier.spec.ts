import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { ApiKeys } from '../../config/api-keys.js';
import type { ApiKeySource } from '../api-key-source.js';
import { AwsSignatureVerifier } from './aws-signature-verifier.js';
import { makeStringToSign, signString } from './compute-signature.js';

const NOW_EPOCH_MS = Date.UTC(2026, 10, 27, 2, 15, 41);
const DATE_TIME = '20261127T021541Z';
const MINUTE_MS = 60_000;
const [KEY, SECOND_KEY] = ['first-0123456789abcdef', 'second-0123456789abcdef'];
const KEYS = new ApiKeys(`shop:${KEY}\nshop:${SECOND_KEY}\noffice:office-0123456789abcdef\n`);
const BODY = Buffer.from('{"Text":"good"}');
const OTHER_BODY = Buffer.from('{"Text":"bad"}');
const REQUIRED: readonly string[] = ['host', 'x-amz-date', 'x-amz-target'];

interface Changes {
  readonly secret?: string;
  readonly accessKeyId?: string;
  readonly service?: string;
  readonly signedHeaders?: readonly string[];
  /** What a header says of the body. */
  readonly bodyHash?: string;
  /** Of the scope. */
  readonly day?: string;
  /** After the signature was made. */
  readonly headers?: readonly [string, string][];
  readonly path?: string;
}

/** A request that is signed, and then changed. */
function makeRequest({
  secret = KEY,
  accessKeyId = 'shop',
  service = 'comprehend',
  signedHeaders = REQUIRED,
  bodyHash = '',
  day = '20261127',
  headers = [],
  path = '/',
}: Changes = {}): Request {
  const sent: [string, string][] = [
    ['Host', 'example.com'],
    ['X-Amz-Date', DATE_TIME],
    ['X-Amz-Target', 'Comprehend_20171127.DetectSentiment'],
    ['X-Amz-Content-Sha256', bodyHash],
  ];
  const scope = { day, region: 'eu-central-1', service, signedHeaders };
  const signed = new Map(sent.map(([name, value]) => [name.toLowerCase(), value]));
  const request = { method: 'POST', path: '/', headers: signed, body: BODY, dateTime: DATE_TIME };
  const signature = signString(makeStringToSign(request, scope), scope, secret).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${day}/eu-central-1/${service}/aws4_request, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return toRequest(path, [...sent, ['Authorization', authorization], ...headers]);
}

function toRequest(path: string, headers: readonly (readonly [string, string])[]): Request {
  const headersDistinct: Record<string, string[]> = {};
  for (const [name, value] of headers) (headersDistinct[name.toLowerCase()] ??= []).push(value);
  return {
    method: 'POST',
    originalUrl: path,
    headersDistinct,
    get: (name: string) => headersDistinct[name.toLowerCase()]?.[0],
  } as unknown as Request;
}

function verify(request: Request, { body = BODY, afterMs = 0, hasKeys = true, requiredHeaders = REQUIRED } = {}) {
  const keys = hasKeys ? KEYS : undefined;
  const findClient = (each: Request) => keys?.findName(each.get('X-API-Key') ?? '');
  const verifier = new AwsSignatureVerifier({ keys, findClient } as ApiKeySource);
  return verifier.begin(request, requiredHeaders, NOW_EPOCH_MS + afterMs)(body);
}

const findFault = (request: Request, options?: Parameters<typeof verify>[1]) => {
  try {
    verify(request, options);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'fault' in error ? error.fault : error;
  }
};

describe('An AWS signature identifies a client', () => {
  it('by any key of its name', () => {
    expect(verify(makeRequest())).toBe('shop');
    expect(verify(makeRequest({ secret: SECOND_KEY }))).toBe('shop');
  });

  it('for 15 minutes, by clocks that differ by that much', () => {
    expect(verify(makeRequest(), { afterMs: 15 * MINUTE_MS })).toBe('shop');
    expect(verify(makeRequest(), { afterMs: -15 * MINUTE_MS })).toBe('shop');
    expect(findFault(makeRequest(), { afterMs: 15 * MINUTE_MS + 1 })).toBe('mismatch');
    expect(findFault(makeRequest(), { afterMs: -15 * MINUTE_MS - 1 })).toBe('mismatch');
  });

  it('without a header that the route does not require', () => {
    const request = makeRequest({ signedHeaders: ['host', 'x-amz-date'] });
    expect(verify(request, { requiredHeaders: ['host', 'x-amz-date'] })).toBe('shop');
  });

  it('with headers that are not signed', () => {
    expect(verify(makeRequest({ headers: [['X-Note', 'a']] }))).toBe('shop');
  });

  it('not where the service asks for no key', () => {
    expect(verify(toRequest('/', []), { hasKeys: false })).toBeUndefined();
  });

  it('or an API key does, as on other routes', () => {
    expect(verify(toRequest('/', [['X-API-Key', 'office-0123456789abcdef']]))).toBe('office');
  });
});

describe('An AWS signature is refused', () => {
  it.each<[string, string, Changes]>([
    ['by another key', 'mismatch', { secret: 'office-0123456789abcdef' }],
    ['for a name without a key', 'unknown-id', { accessKeyId: 'unknown' }],
    ['for another path', 'mismatch', { path: '/other' }],
    ['with a query', 'incomplete', { path: '/?a=1' }],
    ['for another service', 'incomplete', { service: 's3' }],
    ['for another day', 'incomplete', { day: '20261126' }],
    ['without the target', 'incomplete', { signedHeaders: ['host', 'x-amz-date'] }],
    ['without the time', 'incomplete', { signedHeaders: ['host', 'x-amz-target'] }],
    ['with a second Host', 'incomplete', { headers: [['Host', 'example.com']] }],
    ['with a second target', 'incomplete', { headers: [['x-amz-target', 'Comprehend_20171127.Other']] }],
    ['with a second Authorization', 'incomplete', { headers: [['authorization', 'Bearer a']] }],
  ])('%s', (_, fault, changes) => {
    expect(findFault(makeRequest(changes))).toBe(fault);
  });

  it('for another body', () => {
    expect(findFault(makeRequest(), { body: OTHER_BODY })).toBe('mismatch');
  });

  it.each([createHash('sha256').update(BODY).digest('hex'), 'UNSIGNED-PAYLOAD'])(
    'for another body, although a signed header has the hash %s',
    (bodyHash) => {
      const request = makeRequest({ bodyHash, signedHeaders: [...REQUIRED, 'x-amz-content-sha256'] });
      expect(verify(request)).toBe('shop');
      expect(findFault(request, { body: OTHER_BODY })).toBe('mismatch');
    },
  );

  it('when there is none', () => {
    expect(findFault(toRequest('/', []))).toBe('missing');
    expect(findFault(toRequest('/', [['Authorization', 'Bearer unknown-0123456789']]))).toBe('incomplete');
  });
});
