import { constants, fstatSync, openSync, writeSync, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import { isatty } from 'node:tty';
import { systemClock } from '#libs/clock';
import { LineWriter } from './line-writer.js';

const STANDARD_OUTPUT = 1;
/** For a reader who is only slow, when the process ends. */
const LAST_TRIES = 40;
const LAST_TRY_INTERVAL_MS = 5;

/** Lines to standard output, also those that wait when the process ends. */
export function standardOutput(): LineWriter {
  const writer = new LineWriter({ clock: systemClock, writeSync: openNonBlocking(fstatSync(STANDARD_OUTPUT)) });
  process.on('exit', () => {
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let tries = 0; tries < LAST_TRIES && !writer.flush(); tries++) Atomics.wait(pause, 0, 0, LAST_TRY_INTERVAL_MS);
  });
  return writer;
}

/**
 * Opens standard output so that no write waits for a reader. Whether writes wait is a property of the opened file, which
 * other processes may share, so a pipe or a terminal is opened once more.
 *
 * A regular file is not: the second opening would have an offset of its own, and overwrite what others write to the file by
 * standard output or standard error. Its writes wait for no reader.
 */
function openNonBlocking(file: Stats): (bytes: Buffer) => number {
  const isPipe = file.isFIFO() || file.isSocket();
  if (!isPipe && !isatty(STANDARD_OUTPUT)) return (bytes) => writeSync(STANDARD_OUTPUT, bytes);
  try {
    const descriptor = openSync('/dev/stdout', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    return (bytes) => writeSync(descriptor, bytes);
  } catch {
    // A socket cannot be opened again, nor can a pipe of another user.
    return isPipe ? shareNonBlocking() : (bytes) => writeSync(STANDARD_OUTPUT, bytes);
  }
}

/** The part of libuv's handle of a pipe that sets O_NONBLOCK; Node has no public function for it. */
interface PipeHandle {
  setBlocking(isBlocking: boolean): number;
}

/**
 * Makes the shared standard output non-blocking, before each write: libuv makes it blocking again for a child process that
 * inherits it.
 */
function shareNonBlocking(): (bytes: Buffer) => number {
  const socket = new Socket({ fd: STANDARD_OUTPUT, readable: false, writable: true }).unref();
  const { _handle: handle } = socket as unknown as { readonly _handle: PipeHandle };
  return (bytes) => {
    handle.setBlocking(false);
    return writeSync(STANDARD_OUTPUT, bytes);
  };
}
