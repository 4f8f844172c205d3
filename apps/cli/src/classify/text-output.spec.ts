import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { TextEncoding } from './encoding/encoding.js';
import { StreamOutput } from './output.js';
import { TextOutput } from './text-output.js';

async function write(encoding: TextEncoding, isContinued: boolean): Promise<Buffer> {
  const stream = new PassThrough();
  const output = new TextOutput(new StreamOutput(stream), encoding, isContinued);
  await output.write('é\n');
  await output.write('ok\n');
  return stream.read() as Buffer;
}

describe('A text output', () => {
  it.each([
    ['utf-8', 3, '\uFEFFé\nok\n', 'utf8'],
    ['utf-16le', 2, '\uFEFFé\nok\n', 'utf16le'],
    ['utf-8', 0, 'é\nok\n', 'utf8'],
    ['windows-1252', 0, 'é\nok\n', 'latin1'],
  ] as const)('is in the encoding of the input: %s with a byte order mark of %i bytes', async (...row) => {
    const [encoding, markBytes, text, name] = row;
    expect(await write({ encoding, markBytes }, false)).toEqual(Buffer.from(text, name));
  });

  it('writes the byte order mark once in all runs', async () => {
    expect(await write({ encoding: 'utf-8', markBytes: 3 }, true)).toEqual(Buffer.from('é\nok\n'));
  });
});
