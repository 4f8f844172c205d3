import type { Gap } from './gap.js';

/** Characters of addresses, paths and queries in the word before the gap. */
const LINK = /(?:[/\\@=_&]|www\.)\S*$/;
const STOP_AND_WORD = /\p{Ll}{2}\.$/u;
const NEW_WORD = /^[(["“«]?\p{Lu}(?:\p{Ll}|['’\s])/u;
const NAME_OF_DOMAIN = /^(?:com|net|org|io|js|ts|co|ai)\b/i;
/** The address behind "john." in john.Smith@example.com */
const ADDRESS = /^[^\s@]{1,31}@/;
/** "Out" of System.Out.println */
const INNER_NAME = /^\p{L}{1,24}\.\p{Ll}/u;
/** The full stop of .NET */
const NAME_WITH_STOP = /(?:^|\s)\.$/;
const OPENER = /[([{“‘«]$/u;

/** Sentences without a blank between them: "Great product.Works well". Addresses, file names and numbers go on. */
export function judgeMissingBlank(gap: Gap): boolean | undefined {
  const { before, blank, after, isSegmenterBoundary } = gap;
  if (blank !== '') return undefined;
  if (isInsideWord(gap)) return false;
  if (STOP_AND_WORD.test(before)) return NEW_WORD.test(after) && !NAME_OF_DOMAIN.test(after) && !INNER_NAME.test(after);
  // The segmenter takes an opening bracket for a part of the end: "Great!(Really)".
  return isSegmenterBoundary || (/[!?]$/.test(before) && /^[(["“«]\p{L}/u.test(after));
}

function isInsideWord({ before, after }: Gap): boolean {
  const isInLink = LINK.test(before) || ADDRESS.test(after);
  return isInLink || OPENER.test(before) || NAME_WITH_STOP.test(before) || /^\d/.test(after);
}
