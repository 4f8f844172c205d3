const NO_BREAK_SPACE = '\u00a0';
const counts = new Intl.NumberFormat('en');
const ticks = new Intl.NumberFormat('en', { notation: 'compact' });
const percentages = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const scores = new Intl.NumberFormat('en', { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const points = new Intl.NumberFormat('en', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

export function formatCount(count: number): string {
  return counts.format(count);
}

/**
 * @param noun of a thing, in the singular
 * @returns for example `1 text` or `2,000 texts`
 */
export function formatThings(count: number, noun: string): string {
  return `${counts.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** @returns a short form for an axis, such as `20K` */
export function formatTick(count: number): string {
  return ticks.format(count);
}

/** @param share from 0 to 1 */
export function formatShare(share: number): string {
  return `${percentages.format(100 * share)}${NO_BREAK_SPACE}%`;
}

/** @param score from 0 to 1 */
export function formatScore(score: number): string {
  return scores.format(score);
}

/** @param difference of two shares, from -1 to 1 */
export function formatPoints(difference: number): string {
  return points.format(100 * difference).replace('-', '\u2212');
}
