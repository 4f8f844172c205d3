/**
 * Packs the n-grams of the development dependency eld, for the build. The package exports no data, only detectors: the data is
 * read from the files beside them.
 */
import { toNgramKey } from './ngrams.js';
import { allocateTable } from './table-layout.js';

/** The data sets of eld, from 50,000 n-grams to 245,000. */
export type EldDataSet = 'extrasmall' | 'small' | 'medium' | 'large';

/** eld adds it to every score. */
const BASE_SCORE = 53;
const MAX_BYTE = 0xff;

/** The exports of the files `ngrams/*.js`, `avgScore.js` and `dictionary.js`. */
interface NgramsModule {
  readonly ngramsData: {
    readonly languages: Readonly<Record<string, string>>;
    readonly ngrams: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
}
interface AverageScoresModule {
  readonly avgScore: Readonly<Record<string, number>>;
}
interface DictionaryModule {
  readonly dictionary: readonly string[];
}

interface Ngram {
  readonly key: number;
  /** Index of the language, score. */
  readonly scores: readonly (readonly [number, number])[];
}

/**
 * @returns the content of a language table
 * @throws Error when eld is not installed, or its data has scores or languages outside the format
 */
export async function packEld(dataSet: EldDataSet): Promise<ArrayBuffer> {
  const detector = import.meta.resolve(`eld/${dataSet}`);
  const importFile = (path: string): Promise<unknown> => import(new URL(path, detector).href);
  const { ngramsData } = (await importFile(`../ngrams/${dataSet}.js`)) as NgramsModule;
  const { avgScore } = (await importFile('../avgScore.js')) as AverageScoresModule;
  const { dictionary } = (await importFile('../dictionary.js')) as DictionaryModule;
  const bytesByCharacter = new Map(dictionary.map((character, byte) => [character, byte]));
  bytesByCharacter.set(' ', 0x20);

  const languages = Object.entries(ngramsData.languages)
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, code]) => code);
  const ngrams = Object.entries(ngramsData.ngrams).map(([characters, scores]) => ({
    key: toNgramKey(Array.from(characters, (character) => readByte(character, bytesByCharacter))),
    scores: Object.entries(scores).map(([language, score]) => [Number(language), score] as const),
  }));
  return writeTable(
    languages,
    languages.map((code) => avgScore[code] ?? 0),
    ngrams,
  );
}

/** eld writes each byte above ASCII as a character of its own. */
function readByte(character: string, bytesByCharacter: ReadonlyMap<string, number>): number {
  const byte = bytesByCharacter.get(character);
  if (byte === undefined) throw new Error(`eld's dictionary has no byte for ${JSON.stringify(character)}`);
  return byte;
}

function writeTable(languages: readonly string[], usualScores: readonly number[], ngrams: Ngram[]): ArrayBuffer {
  ngrams.sort((left, right) => left.key - right.key);
  const allScores = ngrams.flatMap(({ scores }) => scores);
  const invalid = allScores.find(([language, score]) => languages[language] === undefined || !isByte(score));
  if (invalid) throw new Error(`eld has the score ${invalid[1]} for language ${invalid[0]}`);

  const { buffer, sections } = allocateTable({
    languageCount: languages.length,
    ngramCount: ngrams.length,
    scoreCount: allScores.length,
    baseScore: BASE_SCORE,
  });
  sections.languageCodes.set(new TextEncoder().encode(languages.join('')));
  sections.usualScores.set(usualScores.map((score) => Math.round(score * 1000)));
  sections.keyHeads.set(ngrams.map(({ key }) => Math.floor(key / 0x10000)));
  sections.keyTails.set(ngrams.map(({ key }) => key % 0x10000));
  sections.scoreLanguages.set(allScores.map(([language]) => language));
  sections.scores.set(allScores.map(([, score]) => score));
  let start = 0;
  sections.scoreStarts.set([0, ...ngrams.map(({ scores }) => (start += scores.length))]);
  return buffer;
}

function isByte(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_BYTE;
}
