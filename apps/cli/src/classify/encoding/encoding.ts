/** The encodings that tables are read and written in. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** How a text stands in a file. */
export interface TextEncoding {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark at the start of the file; 0 without one. */
  readonly markBytes: number;
}

/** At the start of a file; Windows-1252 has none. */
export const BYTE_ORDER_MARKS: readonly { readonly encoding: Encoding; readonly mark: Buffer }[] = [
  { encoding: 'utf-8', mark: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', mark: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', mark: Buffer.from([0xfe, 0xff]) },
];
