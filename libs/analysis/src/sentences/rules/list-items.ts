import type { Gap } from './gap.js';
import { hasLineBreak } from './punctuation.js';

/** Bullets, check boxes, and numbers or lower-case letters with a full stop or a bracket. */
const ITEM =
  /^(?:[-*+–](?=\s)|[•‣◦▪●·]|\[[ xX]\](?=\s)|(?:\(?(?:\d{1,2}|[ivx]{1,4}|[A-Za-z])\)|(?:\d{1,2}|[a-z])\.)(?=\s))/u;
const MARKER_ALONE = /^\(?(?:\d{1,3}|[ivxIVX]{1,4}|[A-Za-z])[.)]{1,2}$/;
const FULL_LINE = 60;

/** A line that begins with a list marker begins a sentence. */
export function endBeforeListItem({ blank, after }: Gap): boolean | undefined {
  return hasLineBreak(blank) && ITEM.test(after) ? true : undefined;
}

/** A list marker stays with its item: "1. First". */
export function keepListMarker({ before }: Gap): boolean | undefined {
  return MARKER_ALONE.test(before) ? false : undefined;
}

/** A list item ends with its line, unless the next line is indented, or goes on in lower case behind a full line. */
export function endAfterListItem({ opening, before, blank, after }: Gap): boolean | undefined {
  if (!hasLineBreak(blank) || !ITEM.test(opening)) return undefined;
  const isIndented = /[ \t]$/.test(blank);
  const isFull = (before.split(/[\n\r]/).at(-1) ?? '').length >= FULL_LINE;
  return isIndented || (isFull && /^\p{Ll}/u.test(after)) ? undefined : true;
}
