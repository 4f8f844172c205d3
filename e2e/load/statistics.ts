/** The value below which `share` (0 to 1) of the sorted sample lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** `median (minimum to maximum)` with a unit. */
export function spread(values: readonly number[], unit: string, digits = 0): string {
  const [low, middle, high] = [0, 0.5, 1].map((share) => quantile(values, share).toFixed(digits));
  return `${middle}${unit && ` ${unit}`} (${low} to ${high})`;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
