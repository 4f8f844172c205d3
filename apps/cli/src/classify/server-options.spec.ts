import { describe, expect, it } from 'vitest';
import { parseServerOptions } from './server-options.js';

const NONE = { url: undefined, keyFile: undefined, modelDir: undefined };
const URL = 'https://example.com/prefix/';

describe('The options of a server', () => {
  it('are absent without --url', () => {
    expect(parseServerOptions(NONE)).toBeUndefined();
    expect(parseServerOptions({ ...NONE, modelDir: 'model' })).toBeUndefined();
  });

  it('are the address without a slash at its end, and the file of the key', () => {
    expect(parseServerOptions({ ...NONE, url: URL, keyFile: 'key' })).toEqual({
      url: 'https://example.com/prefix',
      keyFile: 'key',
    });
  });

  it.each([
    [{ keyFile: 'key' }, '--key-file needs --url'],
    [{ url: URL, modelDir: 'model' }, '--model-dir names a model of this machine: leave it out with --url'],
    [{ url: 'example.com' }, '--url must be an address with http or https, such as http://localhost:8000'],
    [
      { url: 'http://user:secret@example.com' },
      '--url must have no user and no password: they would be in logs and in the list of processes',
    ],
  ])('are refused: %j', (given, reason) => {
    expect(() => parseServerOptions({ ...NONE, ...given })).toThrow(new Error(reason));
  });
});
