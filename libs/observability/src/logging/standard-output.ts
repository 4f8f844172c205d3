import { constants, openSync, writeSync } from 'node:fs';
import { systemClock } from '#libs/clock';
import { LineWriter } from './line-writer.js';

const STANDARD_OUTPUT = 1;
/** For a reader who is only slow, when the process ends. */
const LAST_TRIES = 40;
const LAST_TRY_INTERVAL_MS = 5;

/** Lines to standard output, also those that wait when the process ends. */
export function standardOutput(): LineWriter {
  const descriptor = openUnblocking();
  const writer = new LineWriter({ clock: systemClock, writeSync: (bytes) => writeSync(descriptor, bytes) });
  process.on('exit', () => {
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let tries = 0; tries < LAST_TRIES && !writer.flush(); tries++) Atomics.wait(pause, 0, 0, LAST_TRY_INTERVAL_MS);
  });
  return writer;
}

/** Standard output once more, for us alone: whether it blocks is a property of what is opened, not of who writes. */
function openUnblocking(): number {
  try {
    return openSync('/dev/stdout', constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK);
  } catch {
    return STANDARD_OUTPUT; // A socket cannot be opened again, nor does every system have that name.
  }
}
