import { TableError } from '../table.js';
import { BYTE_ORDER_MARKS, type Encoding, type TextEncoding } from './encoding.js';
import { measureCharacter } from './measure-character.js';

const ZERO = 0;

/**
 * Finds the encoding of an input: the one that the caller tells, or that of its byte order mark. Without both it is Windows-1252 when more
 * bytes of the start are no UTF-8 than there are UTF-8 characters past ASCII, else UTF-8. Few bytes that are no UTF-8 are damage, and few
 * characters of UTF-8 occur in Windows-1252 by chance, for example in „Spaß“.
 *
 * @param start of the input, without its compression
 * @param told the encoding that the input is said to have; undefined to find it
 * @throws TableError when the byte order mark is that of another encoding, or the input seems to be UTF-16 without one
 */
export function detectEncoding(start: Buffer, told: Encoding | undefined): TextEncoding {
  const found = BYTE_ORDER_MARKS.find(({ mark }) => start.subarray(0, mark.length).equals(mark));
  if (found) {
    const { encoding, mark } = found;
    if (told === undefined || told === encoding) return { encoding, markBytes: mark.length };
    throw new TableError(`the byte order mark of the input says ${encoding}, but --encoding says ${told}`);
  }
  if (told !== undefined) return { encoding: told, markBytes: 0 };
  refuseUnmarkedUtf16(start);
  return { encoding: isUtf8(start) ? 'utf-8' : 'windows-1252', markBytes: 0 };
}

/** The header of a table begins with characters of ASCII, which have a byte of zero in UTF-16. */
function refuseUnmarkedUtf16(start: Buffer): void {
  const [first, second, third, fourth] = start;
  const isLittleEndian = first !== ZERO && second === ZERO && third !== ZERO && fourth === ZERO;
  const isBigEndian = first === ZERO && second !== ZERO && third === ZERO && fourth !== ZERO;
  if (!isLittleEndian && !isBigEndian) return;
  const encoding: Encoding = isLittleEndian ? 'utf-16le' : 'utf-16be';
  throw new TableError(
    `the input seems to be ${encoding} without a byte order mark: say so with --encoding ${encoding}`,
  );
}

function isUtf8(start: Buffer): boolean {
  let [characters, invalidBytes] = [0, 0];
  let at = 0;
  while (at < start.length) {
    const length = measureCharacter(start, at);
    // The start may be cut inside of its last character.
    if (length === undefined) break;
    if (length === 0) invalidBytes++;
    else if (length > 1) characters++;
    at += Math.max(1, length);
  }
  return invalidBytes <= characters;
}
