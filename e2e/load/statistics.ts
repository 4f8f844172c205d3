/** The value below which `share` (0 to 1) of the sorted sample lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** `median (minimum to maximum)` with a unit. */
export function spread(values: readonly number[], unit = '', digits = 0): string {
  const [low, middle, high] = [0, 0.5, 1].map((share) => quantile(values, share).toFixed(digits));
  return `${middle}${unit && ` ${unit}`} (${low} to ${high})`;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * An interval that holds the median of the population with at least 95 % confidence, whatever the distribution: the
 * order statistics of the sign test (binomial with p = 1/2). Of fewer than 6 values it is their range, with less.
 */
export function medianInterval(values: readonly number[]): [low: number, high: number] {
  const sorted = [...values].sort((a, b) => a - b);
  let outside = 2 * 0.5 ** sorted.length;
  let skipped = 0;
  for (let successes = 1, ways = 1; successes < sorted.length / 2; successes++) {
    ways = (ways * (sorted.length - successes + 1)) / successes;
    outside += 2 * ways * 0.5 ** sorted.length;
    if (outside > 0.05) break;
    skipped = successes;
  }
  return [sorted[skipped] ?? Number.NaN, sorted[sorted.length - 1 - skipped] ?? Number.NaN];
}
