import { TableInput, type InputOptions } from '../table-input.js';

/**
 * Reads an input to its end.
 *
 * @returns its length without compression and byte order mark, in bytes of UTF-8
 * @throws TableError, as TableInput does
 */
export async function measureText(options: InputOptions): Promise<number> {
  const input = await TableInput.open(options);
  try {
    let bytes = 0;
    for await (const chunk of input.read(0)) bytes += chunk.length;
    return bytes;
  } finally {
    input.close();
  }
}
