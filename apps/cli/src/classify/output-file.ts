import { findCompression } from './compression/compression.js';
import { GzipOutput } from './gzip-output.js';
import { FileOutput, type Output } from './output.js';

/**
 * Creates an output file. It is compressed when its suffix says so.
 *
 * @throws Error with the code EEXIST when the file exists, and `replaces` is false
 */
export async function createOutputFile(path: string, replaces: boolean): Promise<Output> {
  return compress(path, await FileOutput.create(path, replaces));
}

/** Continues an output file after its first `bytes` bytes, and cuts what comes after them. */
export async function continueOutputFile(path: string, bytes: number): Promise<Output> {
  return compress(path, await FileOutput.continue(path, bytes));
}

function compress(path: string, file: FileOutput): Output {
  return findCompression(path) === 'gzip' ? new GzipOutput(file) : file;
}
