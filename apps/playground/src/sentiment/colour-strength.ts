/** The score that a label has by chance, among three. */
const CHANCE = 1 / 3;
/** The colour of a sentence with a low score is still to be seen. */
const WEAKEST = 0.3;

/**
 * How strong the colour of a label is, 0 to 1: the higher its score, the stronger.
 *
 * @param score 0 to 1
 */
export function getColourStrength(score: number): number {
  return Math.max(WEAKEST, (score - CHANCE) / (1 - CHANCE));
}
