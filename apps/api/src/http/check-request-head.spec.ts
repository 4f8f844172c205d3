import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { checkRequestHead } from './check-request-head.js';

/** A request as Node's parser gives it: `headers` has the first Host, and Transfer-Encodings as a list. */
function toRequest(lines: readonly (readonly [string, string])[], httpVersion = '1.1'): IncomingMessage {
  const headers: Record<string, string> = {};
  for (const [name, value] of lines) {
    const known = headers[name.toLowerCase()];
    if (known === undefined) headers[name.toLowerCase()] = value;
    else if (name.toLowerCase() !== 'host') headers[name.toLowerCase()] = `${known}, ${value}`;
  }
  return { headers, rawHeaders: lines.flat(), httpVersion } as unknown as IncomingMessage;
}

const check = (lines: readonly (readonly [string, string])[], httpVersion?: string) => () => {
  checkRequestHead(toRequest([...lines], httpVersion));
};
const HOST = ['Host', 'a'] as const;

describe('Request head check', () => {
  it.each([
    'a',
    '',
    'a:80',
    'a:',
    '127.0.0.1:8000',
    '[::1]',
    '[::1]:80',
    '[v1.a:b]',
    'xn--a.example',
    'a%20b',
    "a!$&'()*+;=~_",
  ])('accepts the Host "%s"', (host) => {
    expect(check([['Host', host]])).not.toThrow();
  });

  it.each(['a b', 'a/b', 'user@a', 'a:b', '[::1', '::1', 'a%zz', 'caf\u00e9', '[::1]a', 'a\tb', '"a"', 'a:80:80'])(
    'refuses the Host "%s"',
    (host) => {
      expect(check([['Host', host]])).toThrow(expect.objectContaining({ kind: 'malformed-request' }));
    },
  );

  it('refuses a second Host, whatever its case and place', () => {
    const second = [HOST, ['X-A', 'b'], ['hOST', 'a']] as const;
    expect(check(second)).toThrow(expect.objectContaining({ kind: 'malformed-request' }));
    expect(check(second, '1.0')).toThrow(expect.objectContaining({ kind: 'malformed-request' }));
    expect(check([HOST, ['Hosts', 'a']])).not.toThrow();
  });

  it('demands a Host in HTTP/1.1 and not in HTTP/1.0', () => {
    expect(check([])).toThrow(expect.objectContaining({ kind: 'malformed-request' }));
    expect(check([], '1.0')).not.toThrow();
  });

  it.each([
    ['chunked', undefined],
    ['Chunked', undefined],
    ['gzip, chunked', 'unsupported-transfer-coding'],
    ['gzip', 'malformed-request'],
    ['chunked, identity', 'malformed-request'],
    ['', 'malformed-request'],
  ])('judges the Transfer-Encoding "%s"', (coding, kind) => {
    const checked = check([HOST, ['Transfer-Encoding', coding]]);
    if (kind === undefined) expect(checked).not.toThrow();
    else expect(checked).toThrow(expect.objectContaining({ kind }));
  });

  it('refuses a transfer coding in HTTP/1.0, whose end some servers would see elsewhere', () => {
    const checked = check([HOST, ['Transfer-Encoding', 'chunked']], '1.0');
    expect(checked).toThrow(expect.objectContaining({ kind: 'malformed-request' }));
  });

  it('meets the expectation of 100-continue alone', () => {
    expect(check([HOST, ['Expect', '100-Continue']])).not.toThrow();
    expect(check([HOST, ['Expect', 'miracles']])).toThrow(expect.objectContaining({ kind: 'expectation-failed' }));
    expect(check([HOST, ['Expect', 'miracles']], '1.0')).not.toThrow();
  });
});
