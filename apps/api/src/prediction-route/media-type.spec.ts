import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { getRouteVersion } from './media-type.js';

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
