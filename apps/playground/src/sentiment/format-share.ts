const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

const score = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A score with one digit after the point, so that scores below each other align. @param value 0 to 1 */
export function formatScore(value: number): string {
  return score.format(value);
}

/** @param share 0 to 1 */
export function formatShare(share: number): string {
  return percent.format(share);
}

/** A contribution with its sign: `+0.42`, `−0.10`. */
export function formatContribution(contribution: number): string {
  const sign = contribution < 0 ? '−' : '+';
  return `${sign}${Math.abs(contribution).toFixed(2)}`;
}
