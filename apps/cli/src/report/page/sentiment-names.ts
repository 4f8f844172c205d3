import { toDisplayText } from '../format/display-text.js';

const MAX_NAME_CHARS = 30;

/** @returns the name of a sentiment for readers: `Positive` for `positive` */
export function nameSentiment(sentiment: string): string {
  const name = toDisplayText(sentiment, MAX_NAME_CHARS);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** @returns the names of sentiments by the sentiments */
export function nameSentiments(sentiments: readonly string[]): ReadonlyMap<string, string> {
  return new Map(sentiments.map((sentiment) => [sentiment, nameSentiment(sentiment)]));
}
