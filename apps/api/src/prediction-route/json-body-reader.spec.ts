import type { Request } from 'express';
import { describe, expect, it, vi } from 'vitest';
import { PredictionError } from '#libs/prediction';
import { Settings } from '../config/settings.js';
import type { BodyReader } from './body-reader.js';
import { JsonBodyReader } from './json-body-reader.js';

/** A reader of a body. @param headers with names in lower case */
function openReader(body: string | Error, headers: Record<string, string> = {}) {
  const readBytes = vi.fn(() => (body instanceof Error ? Promise.reject(body) : Promise.resolve(Buffer.from(body))));
  const reader = new JsonBodyReader(new Settings({ MAX_TEXTS: '3' }), { read: readBytes } as unknown as BodyReader);
  const read = (partsPerText?: number) => reader.read({ headers } as unknown as Request, partsPerText);
  return { read, readBytes };
}

const manyObjects = (count: number) => `[${Array(count).fill('{}').join()}]`;

describe('JSON body', () => {
  it('is parsed', async () => {
    expect(await openReader('{"text":["good","bad"]}').read()).toEqual({ text: ['good', 'bad'] });
  });

  it('is not read when it is of another media type', async () => {
    const { read, readBytes } = openReader('', { 'content-type': 'text/plain' });
    await expect(read()).rejects.toMatchObject({ kind: 'unsupported-media-type' });
    expect(readBytes).not.toHaveBeenCalled();
  });

  it('is refused when it is no JSON', async () => {
    await expect(openReader('{"text"').read()).rejects.toMatchObject({ kind: 'malformed-body' });
  });

  it('may have more parts for the texts that a request may have', async () => {
    const body = manyObjects(10_005);
    await expect(openReader(body).read()).rejects.toMatchObject({ kind: 'malformed-body' });
    expect(await openReader(body).read(2)).toHaveLength(10_005);
  });

  it('fails as its bytes do', async () => {
    const error = new PredictionError('deadline-exceeded', 'Too late.');
    await expect(openReader(error).read()).rejects.toBe(error);
  });
});
