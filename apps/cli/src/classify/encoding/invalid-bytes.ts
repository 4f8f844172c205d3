import { TableError } from '../table.js';
import { ENCODINGS, type Encoding } from './encoding.js';

/**
 * @param byte offset in the input, without its compression, of what is not of the encoding
 * @param fault what stands there
 */
export function createInvalidBytesError(byte: number, fault: string, encoding: Encoding): TableError {
  return new TableError(
    `the input is no ${encoding}: ${fault} at byte offset ${byte}; repair it, or name another encoding with --encoding ` +
      `(${ENCODINGS.join(', ')})`,
  );
}
