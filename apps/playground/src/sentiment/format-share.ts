const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** @param share 0 to 1 */
export function formatShare(share: number): string {
  return percent.format(share);
}

/** A contribution with its sign: `+0.42`, `−0.10`. */
export function formatContribution(contribution: number): string {
  const sign = contribution < 0 ? '−' : '+';
  return `${sign}${Math.abs(contribution).toFixed(2)}`;
}
