/** The text of a file. */
export interface DecodedText {
  /** Without a byte order mark. */
  readonly text: string;
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252';
  readonly hasByteOrderMark: boolean;
}

/** Decodes a text file. Spreadsheets write UTF-8, UTF-16 with a byte order mark, or Windows-1252. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decode(bytes, 'utf-16le', 'UTF-16', true);
  if (first === 0xfe && second === 0xff) return decode(bytes, 'utf-16be', 'UTF-16', true);
  try {
    return decode(bytes, 'utf-8', 'UTF-8', first === 0xef && second === 0xbb);
  } catch {
    return decode(bytes, 'windows-1252', 'Windows-1252', false);
  }
}

/** @throws TypeError if the bytes are not of the encoding */
function decode(
  bytes: Uint8Array,
  name: string,
  encoding: DecodedText['encoding'],
  hasByteOrderMark: boolean,
): DecodedText {
  return { text: new TextDecoder(name, { fatal: true }).decode(bytes), encoding, hasByteOrderMark };
}
