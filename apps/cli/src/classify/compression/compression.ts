import { extname } from 'node:path';
import { TableError } from '../table.js';

export type Compression = 'gzip' | 'zstd';

const SUFFIXES: Readonly<Record<string, Compression>> = { '.gz': 'gzip', '.zst': 'zstd' };
const FIRST_BYTES: readonly { readonly compression: Compression; readonly bytes: Buffer }[] = [
  { compression: 'gzip', bytes: Buffer.from([0x1f, 0x8b]) },
  { compression: 'zstd', bytes: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]) },
];
/** Files that are given by mistake. */
const OTHER_FILES: readonly { readonly name: string; readonly advice: string; readonly bytes: Buffer }[] = [
  {
    name: 'a workbook (.xlsx) or a zip archive',
    advice: 'save it as CSV, or unzip it',
    bytes: Buffer.from('PK\u0003\u0004'),
  },
  { name: 'a workbook (.xls)', advice: 'save it as CSV', bytes: Buffer.from([0xd0, 0xcf, 0x11, 0xe0]) },
  { name: 'bzip2 data', advice: 'decompress it', bytes: Buffer.from('BZh91AY') },
  { name: 'xz data', advice: 'decompress it', bytes: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a]) },
];

/** Enough of an input to recognize what it is. */
export const RECOGNIZED_BYTES = 8;

/** @returns the compression that the suffix of a path tells; undefined for none */
export function findCompression(path: string): Compression | undefined {
  return SUFFIXES[extname(path).toLowerCase()];
}

/** @returns the path without the suffix of a compression */
export function removeCompressionSuffix(path: string): string {
  return findCompression(path) === undefined ? path : path.slice(0, -extname(path).length);
}

/**
 * Recognizes a compression by the first bytes of an input. No text begins with these.
 *
 * @param bySuffix the compression that the suffix tells
 * @returns undefined for an input that is not compressed
 * @throws TableError when the input is not of the compression that its suffix tells, or no text
 */
export function recognizeCompression(start: Buffer, bySuffix: Compression | undefined): Compression | undefined {
  const startsWith = ({ bytes }: { readonly bytes: Buffer }) => start.subarray(0, bytes.length).equals(bytes);
  const found = FIRST_BYTES.find(startsWith)?.compression;
  if (bySuffix !== undefined && found !== bySuffix)
    throw new TableError(`the input has no ${bySuffix} data, as its suffix says`);
  const other = OTHER_FILES.find(startsWith);
  if (other) throw new TableError(`the input is ${other.name}: ${other.advice}`);
  return found;
}
