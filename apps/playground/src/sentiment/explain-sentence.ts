import type { DocumentAnalysis, TextRange, Word } from '../service/answers.js';
import { formatContribution } from './format-share.js';

const MAX_WORDS = 3;
/** A contribution that is shown as 0.00 explains nothing. */
const SMALLEST_CONTRIBUTION = 0.005;

/**
 * Why a sentence has its place in the result: whether it is evidence, and its words that contribute most.
 *
 * @param index of the sentence
 * @returns sentences for the user; none if the service has given no reason
 */
export function explainSentence(text: string, analysis: DocumentAnalysis, index: number): string[] {
  const { sentences = [], evidence = [], words = [] } = analysis;
  const sentence = sentences[index];
  if (!sentence) return [];
  const reasons = evidence
    .filter((each) => each.sentence === index)
    .map(({ direction }) => `One of the strongest ${direction} sentences.`);
  const strongest = sortByContribution(words.filter((word) => isInside(word, sentence))).slice(0, MAX_WORDS);
  if (strongest.length > 0) {
    const list = strongest.map((word) => `${readRange(text, word)} (${formatContribution(word.contribution)})`);
    reasons.push(`Words: ${list.join(', ')}.`);
  }
  return reasons;
}

/** The words that contribute at all, with the largest contribution first. */
export function sortByContribution(words: readonly Word[]): Word[] {
  return words
    .filter(({ contribution }) => Math.abs(contribution) >= SMALLEST_CONTRIBUTION)
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
}

/** The characters of a range. */
export function readRange(text: string, { offset, length }: TextRange): string {
  return text.slice(offset, offset + length);
}

function isInside(inner: TextRange, outer: TextRange): boolean {
  return inner.offset >= outer.offset && inner.offset + inner.length <= outer.offset + outer.length;
}
