import { splitSentences } from './split-sentences.js';

/** Stands at the end of each sentence but the last one in the texts of the specs. */
export const MARK = '‖';

/** @returns a text without its marks */
export function removeMarks(marked: string): string {
  return marked.replaceAll(MARK, '');
}

/** Splits a text into sentences. @returns the text with a mark at the end of each sentence but the last one */
export function markSentences(text: string): string {
  const ends = [...splitSentences(text)].flat().map(({ end }) => end);
  const starts = [0, ...ends.slice(0, -1)];
  return starts
    .map((start, index) => text.slice(start, ends[index + 1] === undefined ? undefined : ends[index]))
    .join(MARK);
}
