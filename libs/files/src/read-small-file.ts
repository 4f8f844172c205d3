import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';

/** Most bytes of a file that a setting names. Keys, passwords and certificates are far smaller. */
export const MAX_FILE_BYTES = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
/** Without O_NONBLOCK, opening a named pipe waits for a writer. Regular files ignore it, and Windows does not have it. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** A file that cannot be read. The message is a clause about the file, and quotes neither its path nor its content. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/**
 * Reads a regular file as UTF-8. A read from a stuck mount stays pending: BoundedFileReader adds the time limit.
 *
 * @throws FileError when the file is missing, is not a regular file, or has more than MAX_FILE_BYTES
 */
export async function readSmallFile(path: string): Promise<string> {
  try {
    const handle = await open(path, FLAGS);
    try {
      checkStats(await handle.stat());
      const content = new BoundedContent();
      for (;;) {
        const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
        const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, null);
        if (bytesRead === 0) return content.toString();
        content.add(chunk.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw toFileError(error);
  }
}

/**
 * The same for the start of the service, where nothing else waits for the event loop.
 *
 * @throws FileError as readSmallFile
 */
export function readSmallFileSync(path: string): string {
  try {
    const descriptor = openSync(path, FLAGS);
    try {
      checkStats(fstatSync(descriptor));
      const content = new BoundedContent();
      for (;;) {
        const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
        const bytesRead = readSync(descriptor, chunk, 0, CHUNK_BYTES, null);
        if (bytesRead === 0) return content.toString();
        content.add(chunk.subarray(0, bytesRead));
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw toFileError(error);
  }
}

/** The chunks of a file. It counts them, because a file can grow, and files of /proc have a size of 0. */
class BoundedContent {
  private readonly chunks: Buffer[] = [];
  private bytes = 0;

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    checkSize(this.bytes);
    this.chunks.push(chunk);
  }

  toString(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}

function checkStats(stats: Stats): void {
  if (!stats.isFile()) throw new FileError('it is not a regular file');
  checkSize(stats.size);
}

function checkSize(bytes: number): void {
  if (bytes > MAX_FILE_BYTES) throw new FileError(`it has more than ${MAX_FILE_BYTES} bytes`);
}

/** The message of a system error quotes the path: only its code is kept. */
function toFileError(error: unknown): FileError {
  if (error instanceof FileError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new FileError(`the system answers ${code}`);
}
