import type { Direction, Evidence } from './document.js';

/** Sentences of each direction that are named. */
const MOST_SENTENCES = 2;
/** A sentence without a clear direction is no evidence. */
const LEAST_POLARITY = 0.2;

/**
 * The sentences that carry the answer most: of each direction the strongest ones, strongest first.
 *
 * @param polarities of each sentence, -1 to 1
 */
export function chooseEvidence(polarities: readonly number[]): Evidence[] {
  return [...choose(polarities, 'positive', 1), ...choose(polarities, 'negative', -1)];
}

function choose(polarities: readonly number[], direction: Direction, sign: 1 | -1): Evidence[] {
  return polarities
    .map((polarity, index) => ({ index, strength: sign * polarity }))
    .filter(({ strength }) => strength >= LEAST_POLARITY)
    .sort((a, b) => b.strength - a.strength)
    .slice(0, MOST_SENTENCES)
    .map(({ index }) => ({ index, direction }));
}
