import type { DocumentAnalysis, Sentence } from '#libs/analysis';
import type { ServedModel } from '../served-model.js';
import { getPolarityScore } from './polarity-score.js';
import type { LabelledDocument } from './labelled-documents.js';

/** Words that are left out together. */
const WORDS = 3;
/** Random choices for each document. */
const DRAWS = 5;

export interface Faithfulness {
  readonly documents: number;
  /** Mean change of the score of POSITIVE when the words with the largest contributions are left out. */
  readonly topWords: number;
  /** The same for as many random words. */
  readonly randomWords: number;
}

/**
 * Whether the words with the largest contributions matter: leaves the largest ones out together, and as many random ones.
 * Documents with a direction and at least three times as many words count.
 */
export async function measureFaithfulness(
  documents: readonly LabelledDocument[],
  analyses: readonly DocumentAnalysis[],
  served: ServedModel,
): Promise<Faithfulness> {
  const draw = createGenerator(1);
  const texts: string[] = [];
  let count = 0;
  documents.forEach(({ text, label }, position) => {
    const words = analyses[position]?.words ?? [];
    if ((label !== 'positive' && label !== 'negative') || words.length < 3 * WORDS) return;
    count++;
    const top = [...words].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)).slice(0, WORDS);
    texts.push(text, leaveAllOut(text, top));
    for (let each = 0; each < DRAWS; each++) texts.push(leaveAllOut(text, choose(words, draw)));
  });
  const { outcomes } = await served.classify(texts);
  const scores = outcomes.map((outcome) => getPolarityScore(outcome, served.model));
  const size = 2 + DRAWS;
  let [topWords, randomWords] = [0, 0];
  for (let start = 0; start < scores.length; start += size) {
    const [whole = Number.NaN, top = Number.NaN, ...random] = scores.slice(start, start + size);
    topWords += Math.abs(whole - top) / count;
    for (const each of random) randomWords += Math.abs(whole - each) / count / DRAWS;
  }
  return { documents: count, topWords, randomWords };
}

function leaveAllOut(text: string, words: readonly Sentence[]): string {
  return [...words]
    .sort((a, b) => b.start - a.start)
    .reduce((left, { start, end }) => left.slice(0, start).trimEnd() + left.slice(end), text);
}

function choose(words: readonly Sentence[], draw: () => number): Sentence[] {
  const left = [...words];
  return Array.from({ length: WORDS }, () => left.splice(Math.floor(draw() * left.length), 1)).flat();
}

/** Mulberry32: numbers from 0 to 1, the same ones for each seed. */
function createGenerator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
