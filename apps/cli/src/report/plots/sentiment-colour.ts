import { OTHER_LABELS } from '../aggregate/order-sentiments.js';
import { OTHER_COLOURS } from './colour-ramp.js';

/** Sentiments with a colour of their own. The others get colours of a ramp, by their place. */
const KNOWN = ['negative', 'neutral', 'positive', 'uncertain'];

/**
 * @param sentiments all that a report shows
 * @returns the name of the colour of one of them: the style of the page has the custom properties `--<name>` and `--on-<name>`
 */
export function findColour(sentiment: string, sentiments: readonly string[]): string {
  if (KNOWN.includes(sentiment)) return sentiment;
  if (sentiment === OTHER_LABELS) return 'rest';
  const others = sentiments.filter((name) => !KNOWN.includes(name) && name !== OTHER_LABELS);
  // Few sentiments are spread over the whole ramp, in their order.
  const place = (others.indexOf(sentiment) + (others.length === 1 ? 0.5 : 0)) / Math.max(1, others.length - 1);
  return `other-${Math.round(place * (OTHER_COLOURS - 1))}`;
}
