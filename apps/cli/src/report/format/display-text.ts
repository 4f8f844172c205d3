const WHITE_SPACE = /[\s\u0085]+/gu;
/**
 * Control characters, lone surrogates, and characters that are not shown or change the order of others: among them fillers of Hangul and tags.
 * Joiners of emoji stay.
 */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]|\u034f/gu;
const REPLACEMENT = '\ufffd';
const ELLIPSIS = '…';
/** A letter may have any number of marks above each other. */
const MANY_MARKS = /(\p{M}{3})\p{M}+/gu;

/**
 * Makes a text of a file fit to be shown in a line: white space becomes a blank, and what is invisible or would change the direction of
 * the text around it becomes U+FFFD.
 *
 * @param maxChars code points that are kept; a longer text ends with an ellipsis
 */
export function toDisplayText(text: string, maxChars: number): string {
  // Each code point takes at most two units, and white space and marks may be left out.
  const start = text.slice(0, 8 * maxChars);
  const shown = start
    .replaceAll(WHITE_SPACE, ' ')
    .replaceAll(INVISIBLE, REPLACEMENT)
    .replaceAll(MANY_MARKS, '$1')
    .trim();
  const characters = Array.from(shown);
  if (characters.length <= maxChars && start.length === text.length) return shown;
  return `${characters
    .slice(0, maxChars - 1)
    .join('')
    .trimEnd()}${ELLIPSIS}`;
}
