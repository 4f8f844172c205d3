import { open } from 'node:fs/promises';
import { LanguageTableError, parseTable, type TableHeader, type TableSections } from './table-layout.js';

/** The table that the build packs. It is beside the compiled code. */
export const LANGUAGE_TABLE_FILE = new URL('./language-table.bin', import.meta.url);
/** Far above any table. A wrong file is not read into memory. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
const TAIL_SIZE = 0x10000;

/** Scores of n-grams by language, packed: the whole table is one buffer. */
export class LanguageTable {
  /** ISO 639-1 codes. The index of a language is its place here. */
  readonly languages: readonly string[];
  private readonly sections: TableSections;
  private readonly header: TableHeader;

  /** @throws LanguageTableError when the buffer is not a language table */
  constructor(buffer: ArrayBuffer) {
    const { header, sections } = parseTable(buffer);
    this.header = header;
    this.sections = sections;
    this.languages = Array.from({ length: header.languageCount }, (_, index) =>
      String.fromCharCode(...sections.languageCodes.subarray(2 * index, 2 * index + 2)),
    );
  }

  /**
   * Reads the file off the event loop.
   *
   * @throws LanguageTableError when the file is missing, cannot be read, or is not a language table
   */
  static async read(file: URL): Promise<LanguageTable> {
    return new LanguageTable(await readBuffer(file));
  }

  /**
   * Adds the scores of the n-gram to the sums of its languages.
   *
   * @param key of `readNgramKeys`
   * @param sums one for each language
   */
  addScores(key: number, sums: Float64Array): void {
    const ngram = this.find(key);
    if (ngram === undefined) return;
    const { scoreStarts, scoreLanguages, scores } = this.sections;
    const end = scoreStarts[ngram + 1] ?? 0;
    for (let index = scoreStarts[ngram] ?? 0; index < end; index++) {
      const language = scoreLanguages[index] ?? 0;
      sums[language] = (sums[language] ?? 0) + (scores[index] ?? 0) + this.header.baseScore;
    }
  }

  /** @returns the usual score of an n-gram in a text of the language, between 0 and 1 */
  getUsualScore(language: number): number {
    return (this.sections.usualScores[language] ?? 0) / 1000;
  }

  private find(key: number): number | undefined {
    const { keyHeads, keyTails } = this.sections;
    let low = 0;
    let high = keyHeads.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const candidate = (keyHeads[middle] ?? 0) * TAIL_SIZE + (keyTails[middle] ?? 0);
      if (candidate === key) return middle;
      if (candidate < key) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }
}

async function readBuffer(file: URL): Promise<ArrayBuffer> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      if (size > MAX_FILE_BYTES) throw new LanguageTableError('the language table is too large');
      const bytes = new Uint8Array(new ArrayBuffer(size));
      for (let offset = 0; offset < size;) {
        const { bytesRead } = await handle.read(bytes, offset, size - offset, offset);
        if (bytesRead === 0) throw new LanguageTableError('the language table became shorter while it was read');
        offset += bytesRead;
      }
      return bytes.buffer;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof LanguageTableError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new LanguageTableError(`the language table cannot be read: the system answers ${code}`, { cause: error });
  }
}
