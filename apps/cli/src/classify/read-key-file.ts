import { createReadStream } from 'node:fs';

const MAX_KEY_BYTES = 4_096;

/**
 * Reads an API key from the first line of a file or pipe.
 *
 * @throws Error when there is no key of visible ASCII characters; the message does not quote it
 */
export async function readKeyFile(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(path, { end: MAX_KEY_BYTES - 1 })) chunks.push(chunk as Buffer);
  const [line = ''] = Buffer.concat(chunks)
    .toString()
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const key = line.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new Error(`--key-file: the first line of ${path} must be a key of visible ASCII characters`);
  }
  return key;
}
