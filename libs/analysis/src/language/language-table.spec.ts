import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LanguageTable } from './language-table.js';
import { toNgramKey } from './ngrams.js';
import { allocateTable } from './table-layout.js';

/** Two languages and three n-grams. The last n-gram has a score for one language. */
function makeTable(): ArrayBuffer {
  const { buffer, sections } = allocateTable({ languageCount: 2, ngramCount: 3, scoreCount: 5, baseScore: 50 });
  const keys = ['aa', 'aaaab', 'aaaac'].map((ngram) => toNgramKey(new TextEncoder().encode(ngram)));
  sections.languageCodes.set(new TextEncoder().encode('deen'));
  sections.usualScores.set([750, 800]);
  sections.keyHeads.set(keys.map((key) => Math.floor(key / 0x10000)));
  sections.keyTails.set(keys.map((key) => key % 0x10000));
  sections.scoreStarts.set([0, 2, 4, 5]);
  sections.scoreLanguages.set([0, 1, 0, 1, 1]);
  sections.scores.set([1, 2, 3, 4, 200]);
  return buffer;
}

describe('Language table', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'language-table-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, content: Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return pathToFileURL(path);
  };

  it('has its languages and their usual scores', () => {
    const table = new LanguageTable(makeTable());
    expect(table.languages).toEqual(['de', 'en']);
    expect([table.getUsualScore(0), table.getUsualScore(1)]).toEqual([0.75, 0.8]);
  });

  it.each([
    ['aa', [51, 52]],
    ['aaaab', [53, 54]],
    ['aaaac', [0, 250]],
    ['aaaaa', [0, 0]],
    ['a', [0, 0]],
    ['zzzz', [0, 0]],
  ])('adds the scores of %s', (ngram, sums) => {
    const found = new Float64Array(2);
    new LanguageTable(makeTable()).addScores(toNgramKey(new TextEncoder().encode(ngram)), found);
    expect([...found]).toEqual(sums);
  });

  it('is read from its file', async () => {
    const table = await LanguageTable.read(write('whole', new Uint8Array(makeTable())));
    expect(table.languages).toEqual(['de', 'en']);
  });

  it.each([
    ['is empty', new Uint8Array(), 'the language table is too short'],
    ['is another file', new Uint8Array(100), 'the language table has an unknown format'],
    ['was cut', new Uint8Array(makeTable()).slice(0, -1), 'the language table has a wrong size'],
    ['is too large', new Uint8Array(17 * 1024 * 1024), 'the language table is too large'],
  ])('is refused when the file %s', async (name, content, message) => {
    await expect(LanguageTable.read(write(name, content))).rejects.toMatchObject({
      name: 'LanguageTableError',
      message,
    });
  });

  it('is refused with the code of the system when the file is missing', async () => {
    const missing = pathToFileURL(join(folder, 'missing'));
    await expect(LanguageTable.read(missing)).rejects.toMatchObject({
      name: 'LanguageTableError',
      message: 'the language table cannot be read: the system answers ENOENT',
    });
  });
});
