/** A fault of a file. The message is a sentence for the user. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}
