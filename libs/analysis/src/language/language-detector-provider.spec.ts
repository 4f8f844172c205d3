import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LanguageDetectorProvider } from './language-detector-provider.js';
import { packEld } from './pack-eld.js';

describe('Language detector provider', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'language-detector-'));
    path = join(folder, 'table');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads no file before the first use', async () => {
    const provider = new LanguageDetectorProvider(pathToFileURL(path));
    writeFileSync(path, new Uint8Array(await packEld('extrasmall')));
    const detector = await provider.get();
    expect(detector.detect('Das Essen war lecker, aber kalt.').language).toBe('de');
  });

  it('loads the detector once for all callers', async () => {
    writeFileSync(path, new Uint8Array(await packEld('extrasmall')));
    const provider = new LanguageDetectorProvider(pathToFileURL(path));
    const [first, second] = await Promise.all([provider.get(), provider.get()]);
    rmSync(path);
    expect(second).toBe(first);
    expect(await provider.get()).toBe(first);
  });

  it('tries again after a failed load', async () => {
    const provider = new LanguageDetectorProvider(pathToFileURL(path));
    await expect(provider.get()).rejects.toThrow('the system answers ENOENT');
    writeFileSync(path, new Uint8Array(await packEld('extrasmall')));
    expect((await provider.get()).languages).toContain('en');
  });
});
