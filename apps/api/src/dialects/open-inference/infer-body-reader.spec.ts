import type { Request } from 'express';
import { describe, expect, it } from 'vitest';
import { Settings } from '../../config/settings.js';
import type { BodyReader } from '../../prediction-route/body-reader.js';
import { InferBodyReader } from './infer-body-reader.js';

const JSON_TEXT = '{"a":1}';

/** Reads a body. @param headers with names in lower case */
function read(body: string | Buffer, headers: Record<string, string> = {}) {
  const bodyReader = { read: () => Promise.resolve(Buffer.from(body as string)) } as unknown as BodyReader;
  const request = { headers, get: (name: string) => headers[name.toLowerCase()] } as unknown as Request;
  return new InferBodyReader(new Settings({ MAX_TEXTS: '3' }), bodyReader).read(request);
}

const announce = (length: number | string) => ({ 'inference-header-content-length': String(length) });

describe('Body of an inference request', () => {
  it.each([
    ['no type', {}],
    ['the type of JSON', { 'content-type': 'application/json' }],
    ['the type of bytes', { 'content-type': 'application/octet-stream' }],
  ])('is JSON without the header, with %s', async (_, headers) => {
    expect(await read(JSON_TEXT, headers)).toEqual({ json: { a: 1 }, tensorBytes: Buffer.alloc(0) });
  });

  it.each([{}, { 'content-type': 'application/octet-stream' }])(
    'is divided where the header says: %j',
    async (headers) => {
      const { json, tensorBytes } = await read(`${JSON_TEXT}\xff`, { ...headers, ...announce(JSON_TEXT.length) });
      expect([json, tensorBytes]).toEqual([{ a: 1 }, Buffer.from('\xff')]);
    },
  );

  it.each(['', ' ', '-1', '1.5', '0x7', '7, 7', '7e0', '9'.repeat(16), '9'.repeat(1_000), 'seven'])(
    'is refused before it is read when the header is no number: "%s"',
    async (value) => {
      await expect(read('', announce(value))).rejects.toMatchObject({ kind: 'malformed-header' });
    },
  );

  it.each([
    ['shorter than the header says', JSON_TEXT, announce(JSON_TEXT.length + 1)],
    ['much shorter than the header says', JSON_TEXT, announce('9'.repeat(15))],
    ['without JSON', JSON_TEXT, announce(0)],
    ['cut within the JSON', JSON_TEXT, announce(JSON_TEXT.length - 1)],
    ['JSON and binary data without the header', `${JSON_TEXT}\x01\0\0\0a`, {}],
    ['not UTF-8', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), {}],
    ['nested deep', '['.repeat(100_000), {}],
    ['of many objects', `[${'{},'.repeat(20_000)}{}]`, {}],
  ])('is refused: %s', async (_, body, headers) => {
    await expect(read(body, headers)).rejects.toMatchObject({ kind: 'malformed-body' });
  });

  it.each([
    { 'content-encoding': 'gzip' },
    { 'content-encoding': 'gzip', 'content-type': 'application/octet-stream' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
  ])('is refused with %j', async (headers) => {
    await expect(read(JSON_TEXT, headers)).rejects.toMatchObject({ kind: 'unsupported-media-type' });
  });
});
