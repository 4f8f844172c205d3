import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readKeyFile } from './read-key-file.js';

const folder = mkdtempSync(join(tmpdir(), 'key-'));
const path = join(folder, 'key');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('The key file', () => {
  it.each(['key-0123456789abcdef', 'key-0123456789abcdef\n', '\uFEFF key-0123456789abcdef \r\n# more\r\n'])(
    'has the key in its first line: %j',
    async (content) => {
      writeFileSync(path, content);
      expect(await readKeyFile(path)).toBe('key-0123456789abcdef');
    },
  );

  it.each(['', '\nkey-0123456789abcdef', 'secret with blanks', 'secrét'])(
    'is refused, and not quoted, when its first line is no key: %j',
    async (content) => {
      writeFileSync(path, content);
      await expect(readKeyFile(path)).rejects.toThrow(
        new Error(`--key-file: the first line of ${path} must be a key of visible ASCII characters`),
      );
    },
  );

  it('must exist', async () => {
    await expect(readKeyFile(join(folder, 'missing'))).rejects.toThrow('ENOENT');
  });
});
