/** @returns whether there is a net sentiment: the share of positive texts minus that of negative ones */
export function hasNet(sentiments: readonly string[]): boolean {
  return sentiments.includes('positive') && sentiments.includes('negative');
}
