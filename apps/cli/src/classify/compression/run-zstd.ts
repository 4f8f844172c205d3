import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline, Readable } from 'node:stream';
import { TableError } from '../table.js';

/**
 * Decompresses Zstandard data by the program zstd.
 *
 * @param program its name or path
 * @throws TableError for data that are damaged or cut, or without the program
 */
export async function* runZstd(input: AsyncIterable<Buffer>, program = 'zstd'): AsyncGenerator<Buffer> {
  // In a process group of its own: Ctrl+C is for the command, which ends the program when it has stopped.
  const child = spawn(program, ['--decompress', '--stdout', '--quiet'], { detached: true });
  const closed = once(child, 'close') as Promise<[code: number | null]>;
  // It is awaited behind the output.
  closed.catch(() => {});
  let message = '';
  child.stderr.on('data', (chunk: Buffer) => (message += chunk.toString()));
  let inputError: Error | null | undefined;
  pipeline(Readable.from(input, { objectMode: false }), child.stdin, (error) => (inputError = error));
  try {
    yield* child.stdout as AsyncIterable<Buffer>;
    const [code] = await closed;
    if (code === 0) return;
    if (inputError && !isAboutProgram(inputError)) throw inputError;
    throw new TableError(`the zstd data of the input are damaged or cut: ${message.trim()}`);
  } catch (error) {
    throw isMissing(error) ? createMissingError() : error;
  } finally {
    child.kill();
  }
}

/** The program ended before it had read everything. */
function isAboutProgram(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn');
}

function createMissingError(): TableError {
  return new TableError(
    'zstd data need the program zstd, or Node 22.15 or later: install one of them, or decompress the input',
  );
}
