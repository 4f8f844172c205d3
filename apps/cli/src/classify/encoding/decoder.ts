/** Turns the bytes of an encoding into UTF-8, chunk by chunk. No character is replaced. */
export interface Decoder {
  /** @throws TableError for bytes that are not of the encoding; it names their offset */
  decode(chunk: Buffer): Buffer;
  /** @throws TableError when the bytes end inside of a character */
  end(): void;
}
