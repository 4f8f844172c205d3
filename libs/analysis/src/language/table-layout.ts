/**
 * The file of the language table: a header of 32-bit words, then the sections below without gaps, widest numbers first, so
 * that every typed array is aligned. Numbers are little-endian, as on every platform that ONNX Runtime supports.
 */
/** "LTB1" in the order of the bytes. */
const MAGIC = 0x3142544c;
const HEADER_WORDS = 5;
const HEADER_BYTES = HEADER_WORDS * Uint32Array.BYTES_PER_ELEMENT;

/** How many entries the sections have, and the number that is added to every score. */
export interface TableHeader {
  readonly languageCount: number;
  readonly ngramCount: number;
  readonly scoreCount: number;
  readonly baseScore: number;
}

/** Typed arrays over one buffer. An n-gram is a 48-bit key: see `ngrams.ts`. */
export interface TableSections {
  /** The upper 32 bits of the keys, which ascend. */
  readonly keyHeads: Uint32Array;
  /** Index of the first score of each n-gram, and one more entry at the end. */
  readonly scoreStarts: Uint32Array;
  /** The lower 16 bits of the keys. */
  readonly keyTails: Uint16Array;
  /** Usual score of an n-gram in a text of each language, between 0 and 1, in units of 1/1000. */
  readonly usualScores: Uint16Array;
  /** Index of the language of each score. */
  readonly scoreLanguages: Uint8Array;
  readonly scores: Uint8Array;
  /** Two ASCII letters for each language. */
  readonly languageCodes: Uint8Array;
}

/** A file that is not a language table, or not a whole one. */
export class LanguageTableError extends Error {
  override readonly name = 'LanguageTableError';
}

/** @returns a buffer of the right size with its header written, and its empty sections */
export function allocateTable(header: TableHeader): { buffer: ArrayBuffer; sections: TableSections } {
  const buffer = new ArrayBuffer(countBytes(header));
  new Uint32Array(buffer, 0, HEADER_WORDS).set([
    MAGIC,
    header.languageCount,
    header.ngramCount,
    header.scoreCount,
    header.baseScore,
  ]);
  return { buffer, sections: mapSections(buffer, header) };
}

/**
 * Reads the header and lays the sections over the same buffer, without a copy.
 *
 * @throws LanguageTableError when the buffer has another format, or another size than its header says
 */
export function parseTable(buffer: ArrayBuffer): { header: TableHeader; sections: TableSections } {
  if (buffer.byteLength < HEADER_BYTES) throw new LanguageTableError('the language table is too short');
  const words = new Uint32Array(buffer, 0, HEADER_WORDS);
  const [magic = 0, languageCount = 0, ngramCount = 0, scoreCount = 0, baseScore = 0] = words;
  if (magic !== MAGIC) throw new LanguageTableError('the language table has an unknown format');
  const header = { languageCount, ngramCount, scoreCount, baseScore };
  if (buffer.byteLength !== countBytes(header)) throw new LanguageTableError('the language table has a wrong size');
  return { header, sections: mapSections(buffer, header) };
}

function countBytes({ languageCount, ngramCount, scoreCount }: TableHeader): number {
  return (
    HEADER_BYTES + 4 * (2 * ngramCount + 1) + 2 * (ngramCount + languageCount) + 2 * scoreCount + 2 * languageCount
  );
}

function mapSections(buffer: ArrayBuffer, header: TableHeader): TableSections {
  const { languageCount, ngramCount, scoreCount } = header;
  let offset = HEADER_BYTES;
  const take = (bytes: number) => {
    offset += bytes;
    return offset - bytes;
  };
  return {
    keyHeads: new Uint32Array(buffer, take(4 * ngramCount), ngramCount),
    scoreStarts: new Uint32Array(buffer, take(4 * (ngramCount + 1)), ngramCount + 1),
    keyTails: new Uint16Array(buffer, take(2 * ngramCount), ngramCount),
    usualScores: new Uint16Array(buffer, take(2 * languageCount), languageCount),
    scoreLanguages: new Uint8Array(buffer, take(scoreCount), scoreCount),
    scores: new Uint8Array(buffer, take(scoreCount), scoreCount),
    languageCodes: new Uint8Array(buffer, take(2 * languageCount), 2 * languageCount),
  };
}
