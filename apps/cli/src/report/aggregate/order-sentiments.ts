import { UNCERTAIN } from '../scored/scored-row.js';

/** From one end of a plot to the other; other labels stand between negative and positive. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ['negative', 0],
  ['neutral', 2],
  [UNCERTAIN, 3],
  ['positive', 4],
]);
const OTHER_PLACE = 1;

/** @param names in the order of the labels of the model */
export function orderSentiments(names: readonly string[]): string[] {
  const findPlace = (name: string) => PLACES.get(name) ?? OTHER_PLACE;
  return [...names].sort((one, other) => findPlace(one) - findPlace(other));
}

/** @returns sentiments in the order of lists: the positive one first, and uncertain last */
export function orderForLists(sentiments: readonly string[]): string[] {
  const labels = sentiments.filter((name) => name !== UNCERTAIN).reverse();
  return sentiments.includes(UNCERTAIN) ? [...labels, UNCERTAIN] : labels;
}
