import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { checkHeader } from './check-header.js';
import { parseClassifyOptions } from './classify-options.js';

const LABELS = ['NEGATIVE', 'POSITIVE'];
const folder = mkdtempSync(join(tmpdir(), 'header-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function check(content: string | Buffer, ...args: string[]): Promise<void> {
  const path = join(folder, args.includes('ndjson') ? 'a.ndjson' : 'a.csv');
  writeFileSync(path, content);
  const options = parseClassifyOptions([path, '--output', join(folder, 'out.csv'), '--report', 'r.html', ...args]);
  if (!options) throw new Error('the arguments ask for help');
  await checkHeader(options, LABELS);
}

describe('The header of a file', () => {
  it.each<[string, string | Buffer, string[]]>([
    ['has the columns', 'text,product\na,b\n', ['--group-by', 'product']],
    ['has no row', 'text', []],
    ['is compressed', gzipSync('\ufefftext;day\r\na;b\r\n'), ['--date-column', 'day']],
    ['does not exist in NDJSON', '{"text":"a"}\n{"b":1}\n', ['--format', 'ndjson', '--group-by', 'b']],
  ])('is taken when it %s', async (_, content, args) => {
    await expect(check(content, ...args)).resolves.toBeUndefined();
  });

  it.each([
    ['lacks the column of the texts', ['--column', 'review'], 'has no column "review"'],
    ['lacks a column of the report', ['--group-by', 'brand'], 'has no column "brand"'],
    ['has a new column', [], 'has a column sentiment already'],
  ])('is refused when it %s', async (_, args, reason) => {
    await expect(check('text,sentiment\na,b\n', ...args)).rejects.toThrow(reason);
  });

  it.each([
    ['the field of the texts', '{"a":1}\n', [], 'has no field "text"'],
    ['a field of the report', '{"text":"a"}\n', ['--group-by', 'brand'], 'has no field "brand"'],
  ])('is refused when no line of NDJSON has %s', async (_, content, args, reason) => {
    await expect(check(content, '--format', 'ndjson', ...args)).rejects.toThrow(reason);
  });
});
