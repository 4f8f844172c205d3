import type { DocumentAnalysis } from '#libs/analysis';
import type { DocumentLabel, LabelledDocument } from './labelled-documents.js';

const LABELS: readonly DocumentLabel[] = ['positive', 'negative', 'neutral', 'mixed'];

export interface LabelFigures {
  readonly label: DocumentLabel;
  readonly documents: number;
  /** Share of the documents with this label that got it, 0 to 1. */
  readonly recall: number;
  /** Share of the answers with this label that are right, 0 to 1; NaN when there is none. */
  readonly precision: number;
}

export interface Share {
  readonly hits: number;
  readonly total: number;
}

/** How often documents get their label, by label. */
export function measureSentiments(
  documents: readonly LabelledDocument[],
  analyses: readonly DocumentAnalysis[],
): LabelFigures[] {
  const pairs = documents.map(({ label }, index) => ({ label, answer: analyses[index]?.sentiment }));
  return LABELS.map((label) => {
    const given = pairs.filter((pair) => pair.label === label);
    const answered = pairs.filter(({ answer }) => answer === label);
    const right = given.filter(({ answer }) => answer === label).length;
    return { label, documents: given.length, recall: right / given.length, precision: right / answered.length };
  });
}

/**
 * How often the first evidence of a direction lies in a sentence that a person named for it. Only directions of documents
 * with two sentences or more count: a single sentence is always right.
 */
export function measureEvidence(
  documents: readonly LabelledDocument[],
  analyses: readonly DocumentAnalysis[],
): { readonly found: Share; readonly byChance: number } {
  let [hits, total, byChance] = [0, 0, 0];
  documents.forEach((document, position) => {
    const analysis = analyses[position];
    if (!analysis || document.sentences.length < 2) return;
    for (const direction of ['positive', 'negative'] as const) {
      const named = document.evidence[direction] ?? [];
      if (named.length === 0) continue;
      total++;
      byChance += named.length / document.sentences.length;
      const first = analysis.evidence.find((each) => each.direction === direction);
      const sentence = first && analysis.sentences?.[first.index];
      if (sentence && named.some((index) => overlaps(document, index, sentence))) hits++;
    }
  });
  return { found: { hits, total }, byChance: byChance / total };
}

/** How often the word with the largest contribution in the document's direction is one that a person named. */
export function measureWords(documents: readonly LabelledDocument[], analyses: readonly DocumentAnalysis[]): Share {
  let [hits, total] = [0, 0];
  documents.forEach(({ text, label, words }, position) => {
    const found = analyses[position]?.words;
    if (!words || !found || found.length === 0) return;
    const sign = label === 'negative' ? -1 : 1;
    const [first] = [...found].sort((a, b) => sign * (b.contribution - a.contribution));
    total++;
    if (first && words.includes(text.slice(first.start, first.end))) hits++;
  });
  return { hits, total };
}

/** Sentences are compared by their places: the service may split a document in another way than a person. */
function overlaps(
  { text, sentences }: LabelledDocument,
  index: number,
  sentence: { readonly start: number; readonly end: number },
): boolean {
  let start = 0;
  let end = 0;
  for (const each of sentences.slice(0, index + 1)) {
    start = text.indexOf(each.text, end);
    end = start + each.text.length;
  }
  return sentence.start < end && start < sentence.end;
}
