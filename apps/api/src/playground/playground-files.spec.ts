import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlaygroundFiles } from './playground-files.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'playground-'));
  mkdirSync(join(folder, 'playground/assets'), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
}

describe('Playground files', () => {
  it('are none where the playground is not built', () => {
    expect(readPlaygroundFiles(folder)).toBeUndefined();
    expect(readPlaygroundFiles(join(folder, 'missing'))).toBeUndefined();
  });

  it('are the page and its assets, with their media types', () => {
    write({ 'index.html': '<p>', 'playground/assets/a.js': 'a()', 'playground/assets/a.css': 'p{}' });
    const files = readPlaygroundFiles(folder);
    const found = [files?.page, files?.getAsset('a.js'), files?.getAsset('a.css')];
    expect(found.map((file) => [file?.mediaType, file?.content.toString()])).toEqual([
      ['text/html; charset=utf-8', '<p>'],
      ['text/javascript; charset=utf-8', 'a()'],
      ['text/css; charset=utf-8', 'p{}'],
    ]);
  });

  it.each(['b.js', '../../index.html', '..', '', 'constructor', '__proto__'])('have no other asset: %j', (name) => {
    write({ 'index.html': '<p>', 'playground/assets/a.js': 'a()' });
    expect(readPlaygroundFiles(folder)?.getAsset(name)).toBeUndefined();
  });

  it('have an entity tag that changes with the content', () => {
    const readTag = (page: string) => {
      write({ 'index.html': page });
      return readPlaygroundFiles(folder)?.page?.etag;
    };
    const tag = readTag('<p>one');
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect([readTag('<p>two') === tag, readTag('<p>one') === tag]).toEqual([false, true]);
  });

  it('leave out a file whose media type the service does not know', () => {
    write({ 'index.html': '<p>', 'playground/assets/a.exe': '', 'playground/assets/a.js': '' });
    const files = readPlaygroundFiles(folder);
    expect([files?.getAsset('a.exe'), files?.getAsset('a.js')?.mediaType]).toEqual([
      undefined,
      'text/javascript; charset=utf-8',
    ]);
  });

  it('are none if the build has not written its assets', () => {
    write({ 'index.html': '<p>' });
    rmSync(join(folder, 'playground'), { recursive: true });
    expect(readPlaygroundFiles(folder)).toBeUndefined();
  });
});
