import { UNCERTAIN } from '../scored/scored-row.js';

/** Stands for the labels that are not counted one by one. */
export const OTHER_LABELS = 'other labels';
/** From one end of a plot to the other; labels without a place here stand between negative and neutral. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ['negative', 0],
  ['neutral', 2],
  [UNCERTAIN, 3],
  ['positive', 4],
  [OTHER_LABELS, 5],
]);
const OTHER_PLACE = 1;
const LAST_IN_LISTS = [UNCERTAIN, OTHER_LABELS];

/** @param names in the order of the labels of the model */
export function orderSentiments(names: readonly string[]): string[] {
  const findPlace = (name: string) => PLACES.get(name) ?? OTHER_PLACE;
  return [...names].sort((one, other) => findPlace(one) - findPlace(other));
}

/** @returns sentiments in the order of lists: the positive one first, and other labels and uncertain last */
export function orderForLists(sentiments: readonly string[]): string[] {
  const isLast = (name: string) => LAST_IN_LISTS.includes(name);
  return [
    ...sentiments.filter((name) => !isLast(name)).reverse(),
    ...LAST_IN_LISTS.filter((name) => sentiments.includes(name)),
  ];
}
