/** @returns the index of the largest value; of the first one when several are as large; -1 without values */
export function findLargest(values: readonly number[] | Float32Array): number {
  return values.indexOf(Math.max(...values));
}
