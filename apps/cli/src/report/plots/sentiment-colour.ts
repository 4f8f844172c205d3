/** Sentiments with a colour of their own. The others get one after the other, by their place. */
const KNOWN = ['negative', 'neutral', 'positive', 'uncertain'];
const OTHER_COLOURS = 4;

/**
 * @param sentiments all that a report shows
 * @returns the name of the colour of one of them: the style of the page has the custom properties `--<name>` and `--on-<name>`
 */
export function findColour(sentiment: string, sentiments: readonly string[]): string {
  if (KNOWN.includes(sentiment)) return sentiment;
  const others = sentiments.filter((name) => !KNOWN.includes(name));
  return `other-${others.indexOf(sentiment) % OTHER_COLOURS}`;
}
