import { setImmediate } from 'node:timers/promises';
import { splitSentences } from '#libs/analysis';
import type { ClassifiedRows } from './row-classifier.js';
import type { Row } from './table.js';

/** As `/analyze` has it. Each sentence repeats the cells of its row, so a text of many sentences would fill the disk. */
const MAX_SENTENCES = 2_000;
const MAX_TEXT_CHARS = 65_536;
/** Sentences of one call of the classifier. */
const CALL_SENTENCES = 64;

/**
 * Classifies each sentence of the texts of rows, as `/analyze` divides texts. A row without a text stays one row, and so does one whose text
 * has too many sentences or characters: it gets an error.
 *
 * @param classify classifies rows
 * @returns a row for each sentence, in order
 */
export async function classifySentences(
  rows: readonly Row[],
  classify: (rows: readonly Row[]) => Promise<ClassifiedRows>,
): Promise<ClassifiedRows> {
  const sentences: Row[] = [];
  for (const row of rows) {
    sentences.push(...splitRow(row));
    // Dividing a long text takes milliseconds: signals and model processes are served in between.
    await setImmediate();
  }
  const classified: ClassifiedRows[] = [];
  for (let start = 0; start < sentences.length; start += CALL_SENTENCES) {
    classified.push(await classify(sentences.slice(start, start + CALL_SENTENCES)));
  }
  return {
    rows: sentences,
    results: classified.flatMap(({ results }) => results),
    cacheHits: classified.reduce((sum, { cacheHits }) => sum + cacheHits, 0),
  };
}

function splitRow(row: Row): readonly Row[] {
  const { text } = row;
  if (text === undefined) return [row];
  if (text.length > MAX_TEXT_CHARS) {
    return [
      refuse(row, `The text has ${text.length} characters, and at most ${MAX_TEXT_CHARS} are divided into sentences.`),
    ];
  }
  const sentences = [...splitSentences(text)].flat();
  if (sentences.length > MAX_SENTENCES) {
    return [refuse(row, `The text has ${sentences.length} sentences, and at most ${MAX_SENTENCES} are classified.`)];
  }
  return sentences.map(({ start, end }, index) => {
    const sentence = text.slice(start, end);
    return { ...row, text: sentence, sentence: { number: index + 1, text: sentence } };
  });
}

function refuse(row: Row, error: string): Row {
  return { ...row, text: undefined, error };
}
