import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { checkEncoding, getRouteVersion } from './media-type.js';

const version = (contentType?: string) =>
  getRouteVersion({ headers: contentType === undefined ? {} : { 'content-type': contentType } } as IncomingMessage);

describe('Version of a route', () => {
  it.each([
    'application/x-ndjson',
    'Application/X-NDJSON; charset=utf-8',
    'application/ndjson',
    'application/jsonl',
    'application/x-jsonlines',
  ])('is that of streams for %s', (contentType) => {
    expect(version(contentType)).toBe('ndjson');
  });

  it.each([undefined, '', 'application/json', 'application/json-seq', 'text/plain', 'application/x-ndjsonx'])(
    'is that of JSON for %s',
    (contentType) => {
      expect(version(contentType)).toBe('json');
    },
  );
});

describe('Encoding of a body', () => {
  const check = (headers: Record<string, string>) => () => {
    checkEncoding({ headers } as unknown as IncomingMessage);
  };

  it.each([
    {},
    { 'content-type': 'application/json' },
    { 'content-type': 'application/x-ndjson; charset="UTF-8"' },
    { 'content-encoding': ' Identity' },
    { 'content-encoding': '' },
  ])('is accepted with %j', (headers) => {
    expect(check(headers)).not.toThrow();
  });

  it.each([
    { 'content-type': 'application/x-ndjson; charset=utf-16' },
    { 'content-type': 'application/json;charset=latin1' },
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'x' },
  ])('is refused with %j', (headers) => {
    expect(check(headers)).toThrow(expect.objectContaining({ kind: 'unsupported-media-type' }));
  });
});
