import { describe, expect, it } from 'vitest';
import { makeStringToSign, signString } from './compute-signature.js';

const DATE_TIME = '20150830T123600Z';
/** The keys and the scope of the test suite of AWS for Signature Version 4. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const SCOPE = { day: '20150830', region: 'us-east-1', service: 'service', signedHeaders: ['host', 'x-amz-date'] };

function sign(path: string, headers: Record<string, string> = {}): string {
  const signed = { host: 'example.amazonaws.com', 'x-amz-date': DATE_TIME, ...headers };
  const request = {
    method: 'POST',
    path,
    headers: new Map(Object.entries(signed)),
    body: Buffer.of(),
    dateTime: DATE_TIME,
  };
  const scope = { ...SCOPE, signedHeaders: Object.keys(signed).sort() };
  return signString(makeStringToSign(request, scope), scope, SECRET).toString('hex');
}

describe('An AWS signature', () => {
  it('is that of the test case post-vanilla of AWS', () => {
    expect(sign('/')).toBe('5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b');
  });

  it('does not depend on blanks around and between the words of a header', () => {
    expect(sign('/', { 'x-note': '  a   b ' })).toBe(sign('/', { 'x-note': 'a b' }));
    expect(sign('/', { 'x-note': 'ab' })).not.toBe(sign('/', { 'x-note': 'a b' }));
  });

  it('covers the path, with its escapes', () => {
    expect(new Set(['/', '/a/', '/a%2F', '/a'].map((path) => sign(path))).size).toBe(4);
  });
});
