import type { ReportData } from '../aggregate/report-data.js';

/** What has a sentiment of its own: a text of a row, or a sentence of it. */
export type ClassifiedNoun = 'text' | 'sentence';

export function findNoun({ hasSentences }: Pick<ReportData, 'hasSentences'>): ClassifiedNoun {
  return hasSentences ? 'sentence' : 'text';
}

/** @returns the noun in the plural, at the beginning of a sentence */
export function toTitle(noun: ClassifiedNoun): string {
  return noun === 'text' ? 'Texts' : 'Sentences';
}
