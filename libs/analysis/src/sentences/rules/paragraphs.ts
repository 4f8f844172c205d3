import type { Gap } from './gap.js';

const PARAGRAPH = /\r\n[^\S\r\n]*[\r\n]|\n[^\S\r\n]*[\r\n]|\r[^\S\r\n]*\r|\r[^\S\r\n]+\n|\u2029|\u2028\s*\u2028/;

/** An empty line ends a sentence, and so do the end of the text and a gap that is longer than the rules read. */
export function endAtEmptyLine({ blank, after }: Gap): boolean | undefined {
  return after === '' || /^\s/.test(after) || PARAGRAPH.test(blank) ? true : undefined;
}
