import { LanguageTable } from './language-table.js';
import { readNgramKeys } from './ngrams.js';
import { readWords } from './readable-text.js';

/** The code of ISO 639-2 and BCP 47 for a text whose language is not known. */
export const UNDETERMINED = 'und';

/** The language of a text. */
export interface DetectedLanguage {
  /** ISO 639-1 code of one of the languages of the table, or `und` for a text without a known n-gram. */
  readonly language: string;
  /** Estimate of the probability that the language is right among the languages of the table, between 0 and 1. */
  readonly confidence: number;
  /**
   * Whether the text has at least three different n-grams, and they are as usual in the language as in most of its texts. False
   * for most texts in a language that the table does not have, and for most names and codes.
   */
  readonly isReliable: boolean;
}

/**
 * A difference of sums that makes one language e times as probable as another. With 30, answers of a confidence near c are right
 * in a share of c, for texts of 8 characters to whole ones: measured with English and the languages of the fixtures.
 */
const CONFIDENCE_SCALE = 30;
const MIN_RELIABLE_NGRAMS = 3;
const MIN_RELIABLE_SHARE = 0.75;
/** eld's scale of the mean score of an n-gram to a number between 0 and 1. */
const MEAN_SCORE_SCALE = 25;

/** Fewer letters never decide. */
const MIN_LETTERS = 20;
/** A few words say little, even when they are repeated. A sentence of 50 characters has twice as many different n-grams. */
const MIN_NGRAMS = 8;
/** How much of the score of the detected language an expected language lacks at least. */
const MIN_MISSING_SHARE = 0.4;

interface Scores {
  readonly words: string;
  readonly ngramCount: number;
  /** Sum of the scores of the n-grams for each language. */
  readonly sums: Float64Array;
  /** Index of the language with the largest sum, or undefined when all are 0. */
  readonly best: number | undefined;
}

/**
 * Identifies the language of a text by the n-grams of its beginning, as the npm package eld does. A call takes some tens of
 * microseconds, whatever the length of the text.
 */
export class LanguageDetector {
  constructor(private readonly table: LanguageTable) {}

  /**
   * @param file the table that the build packs
   * @throws LanguageTableError when the file is missing, cannot be read, or is not a language table
   */
  static async load(file: URL): Promise<LanguageDetector> {
    return new LanguageDetector(await LanguageTable.read(file));
  }

  /** ISO 639-1 codes of the languages that can be detected. */
  get languages(): readonly string[] {
    return this.table.languages;
  }

  /** @param text of any length: the beginning that `readWords` returns is read */
  detect(text: string): DetectedLanguage {
    const { best, sums, ngramCount } = this.score(text);
    if (best === undefined) return { language: UNDETERMINED, confidence: 0, isReliable: false };
    return {
      language: this.table.languages[best] ?? UNDETERMINED,
      confidence: toConfidence(best, sums),
      isReliable: this.isReliable(best, sums, ngramCount),
    };
  }

  /**
   * Finds the language of a text that is surely in none of the expected languages. Finds nothing in doubt, for a text of fewer
   * than 20 letters or 8 different n-grams, and when an expected language is not in the table. A text in a language that is
   * not in the table can get the name of a related one.
   *
   * @param expectedLanguages language tags such as `en` or `en-US`
   * @returns the ISO 639-1 code of the language of the text, or undefined
   */
  detectUnexpected(text: string, expectedLanguages: readonly string[]): string | undefined {
    const expected = expectedLanguages.map((tag) => this.table.languages.indexOf(toPrimaryLanguage(tag)));
    if (expected.length === 0 || expected.includes(-1)) return undefined;
    const { words, best, sums, ngramCount } = this.score(text);
    if (best === undefined || ngramCount < MIN_NGRAMS || countLetters(words) < MIN_LETTERS) return undefined;
    const bestSum = sums[best] ?? 0;
    const expectedSum = Math.max(...expected.map((language) => sums[language] ?? 0));
    if (expectedSum > bestSum * (1 - MIN_MISSING_SHARE)) return undefined;
    return this.isReliable(best, sums, ngramCount) ? this.table.languages[best] : undefined;
  }

  private score(text: string): Scores {
    const words = readWords(text);
    const keys = readNgramKeys(words);
    const sums = new Float64Array(this.table.languages.length);
    for (const key of keys) this.table.addScores(key, sums);
    const largest = Math.max(...sums);
    return { words, ngramCount: keys.size, sums, best: largest > 0 ? sums.indexOf(largest) : undefined };
  }

  private isReliable(best: number, sums: Float64Array, ngramCount: number): boolean {
    if (ngramCount < MIN_RELIABLE_NGRAMS) return false;
    const meanScore = (sums[best] ?? 0) / ngramCount;
    return meanScore / (meanScore + MEAN_SCORE_SCALE) >= this.table.getUsualScore(best) * MIN_RELIABLE_SHARE;
  }
}

function toConfidence(best: number, sums: Float64Array): number {
  const bestSum = sums[best] ?? 0;
  return 1 / sums.reduce((total, sum) => total + Math.exp((sum - bestSum) / CONFIDENCE_SCALE), 0);
}

/** @returns the language of a tag such as `en-US`, without its region, in lower case */
export function toPrimaryLanguage(tag: string): string {
  return tag.toLowerCase().split(/[-_]/, 1)[0] ?? '';
}

function countLetters(words: string): number {
  return words.match(/\p{L}/gu)?.length ?? 0;
}
