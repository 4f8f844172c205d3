import { findLackingCharacter } from './encoding/encode-text.js';
import type { Encoding } from './encoding/encoding.js';
import { TableError } from './table.js';

/**
 * Checks that an encoding has the characters of the names of the new columns.
 *
 * @param parts of the names
 * @throws TableError that names a character that it lacks
 */
export function checkNames(parts: readonly string[], encoding: Encoding): void {
  const lacking = findLackingCharacter(parts.join(''), encoding);
  if (lacking === undefined) return;
  throw new TableError(
    `the input is ${encoding}, which has no character ${lacking} for the names of the new columns: choose another --prefix, or ` +
      'write the input as UTF-8',
  );
}
