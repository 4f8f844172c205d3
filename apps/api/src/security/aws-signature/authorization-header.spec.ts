import { describe, expect, it } from 'vitest';
import { parseAuthorization } from './authorization-header.js';

const SIGNATURE = 'ab'.repeat(32);
const HEADER = `AWS4-HMAC-SHA256 Credential=shop/20261127/us-east-1/comprehend/aws4_request, SignedHeaders=host;x-amz-date, Signature=${SIGNATURE}`;

describe('The Authorization header of an AWS signature', () => {
  it('has the ID of the key, the scope, the names of the headers and the signature', () => {
    expect(parseAuthorization(HEADER)).toEqual({
      accessKeyId: 'shop',
      day: '20261127',
      region: 'us-east-1',
      service: 'comprehend',
      signedHeaders: ['host', 'x-amz-date'],
      signature: Buffer.alloc(32, 0xab),
    });
  });

  it('needs no blanks after its commas', () => {
    expect(parseAuthorization(HEADER.replaceAll(', ', ','))?.accessKeyId).toBe('shop');
  });

  it.each([
    ['another scheme', 'Bearer shop'],
    ['another algorithm', HEADER.replace('SHA256', 'SHA1')],
    ['no signature', HEADER.split(', Signature')[0] ?? ''],
    ['a signature that is too short', HEADER.slice(0, -2)],
    ['a scope that is too short', HEADER.replace('/aws4_request', '')],
    ['a day with letters', HEADER.replace('20261127', '2026112x')],
    ['a slash in the ID', HEADER.replace('shop/', 'shop/window/')],
    ['headers in upper case', HEADER.replace('host', 'Host')],
    ['more after the signature', `${HEADER}, more`],
  ])('is not read with %s', (_, header) => {
    expect(parseAuthorization(header)).toBeUndefined();
  });
});
